import type { ChangeWellStatusInput, StatusDowntimeInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change, columnsOf, create, keysOf, marked } from './changes.js';
import type { Change, Decided, Decision, Moment } from './command.js';
import { command } from './command.js';
import { momentErrors } from './downtime-times.js';
import { type LoadedStatus, loadStatus } from './load-well-status.js';
import { conflict, invalid, refOf, type UserError, userError } from './outcome.js';
import type { Place } from './place.js';
import { downtimesOf, startDowntime } from './start-downtime.js';
import { fromOf, openMeanwhile, stepErrors, statusesAround } from './well-status.js';

const DETAILS = [
  'statusQualifier',
  'statusQualifierValue',
  'percentCapability',
  'primaryFluidType',
  'flowDirection',
  'productionMethod',
  'countsAsLostProduction',
  'includeInWellCount',
  'reason',
] as const;

export const changeWellStatus = command({
  permission: 'write:status',
  oneOf: ({ completion, startDowntime: downtime }) => [
    `statuses of ${completion}`,
    ...(downtime ? [downtimesOf(completion)] : []),
  ],
  load: async (given: ChangeWellStatusInput, reads) => {
    const place = await reads.completion('completion', given.completion);
    const asked = { status: given.status, statusType: typeOf(given), at: given.effectiveAt };
    const [loaded, downtime] = await Promise.all([
      loadStatus(reads, place, asked),
      given.startDowntime ? startDowntime.load(downtimeOf(given, given.startDowntime), reads) : undefined,
    ]);
    return { place, ...loaded, downtime, may: (permission: string) => reads.may(permission) };
  },
  decide: (given, loaded, moment) => {
    const { place } = loaded;
    const around = statusesAround(loaded.recorded, given.effectiveAt);
    const { same } = around;
    if (same && same.status !== given.status)
      return conflict(
        refOf('WellStatusChange', same),
        userError('effectiveAt', 'ALREADY_EXISTS', `a status, ${same.status}, was recorded from that moment on`),
      );
    const errors = [
      ...momentErrors('effectiveAt', given.effectiveAt, place, moment.now),
      ...stepErrors(given, { ...loaded, around, from: fromOf(around, loaded.before) }),
      ...downtimeErrors(given, loaded),
    ];
    if (errors.length > 0) return invalid(...errors);
    const warnings = openMeanwhile(loaded, around);
    const patch = { ...columnsOf(given, DETAILS), row_quality: null, review_remark: null, ...marked(warnings) };
    const status = same
      ? change('WellStatusChange', same, place, 'AMENDED', patch)
      : create('WellStatusChange', place, moment, {
          ...keysOf(place),
          completion_id: String(place.row.id_rec),
          ...columnsOf(given, ['status', 'effectiveAt']),
          status_type: typeOf(given),
          expires_at: around.next ? String(around.next.effective_at) : null,
          ...patch,
        });
    return withDowntime(given, loaded.downtime, moment, {
      // The status before ends first: of all of a type only one may hold at a time.
      changes: [...expired(around.before, given, place), status],
      record: status,
      warnings,
    });
  },
});

const typeOf = ({ statusType = 'OPERATIONAL' }: ChangeWellStatusInput) => statusType;

/** The status before ends when the new one begins: also where it ended sooner, with one that was found to be wrong since. */
function expired(before: Row | undefined, { effectiveAt }: ChangeWellStatusInput, place: Place): Change[] {
  const endsThen = before?.expires_at && Date.parse(String(before.expires_at)) === Date.parse(effectiveAt);
  return before && !endsThen ? [change('WellStatusChange', before, place, 'EXPIRED', { expires_at: effectiveAt })] : [];
}

const downtimeOf = (
  { completion, effectiveAt, clientRequestId }: ChangeWellStatusInput,
  given: StatusDowntimeInput,
) => ({
  ...given,
  clientRequestId,
  completion,
  startedAt: effectiveAt,
  percentDown: 100,
});

type Loaded = LoadedStatus & { readonly may: (permission: string) => boolean };

function downtimeErrors({ startDowntime: asked }: ChangeWellStatusInput, { catalogue, may }: Loaded): UserError[] {
  if (!asked) return [];
  if (!may('write:downtime'))
    return [userError('startDowntime', 'FORBIDDEN', 'a downtime needs the permission write:downtime')];
  if (catalogue?.is_producing)
    return [userError('startDowntime', 'INCONSISTENT', 'production flows while this status holds')];
  return [];
}

type LoadedDowntime = Awaited<ReturnType<typeof startDowntime.load>>;

/** The downtime is judged as if it had been sent by itself, and is written with the status or not at all. */
function withDowntime(
  given: ChangeWellStatusInput,
  loaded: LoadedDowntime | undefined,
  moment: Moment,
  decided: Decided,
): Decision {
  if (!given.startDowntime || !loaded) return decided;
  const downtime = startDowntime.decide(downtimeOf(given, given.startDowntime), loaded, moment);
  if ('outcome' in downtime && downtime.outcome === 'DUPLICATE_SUSPECTED')
    return invalid(
      userError('startDowntime', 'ALREADY_EXISTS', 'one that may be the same is there; `force` says it is not'),
    );
  if ('outcome' in downtime) {
    return { ...downtime, userErrors: downtime.userErrors.map(beneath) };
  }
  const warnings = [...(decided.warnings ?? []), ...(downtime.warnings ?? []).map(beneath)];
  return { ...decided, changes: [...decided.changes, ...downtime.changes], warnings };
}

const beneath = <Said extends { readonly path: readonly string[] }>({ path, ...said }: Said) => ({
  ...said,
  path: ['startDowntime', ...path],
});
