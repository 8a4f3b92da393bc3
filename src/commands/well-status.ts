import type { ChangeWellStatusInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import type { LoadedStatus, ProdviewStatus } from './load-well-status.js';
import { type UserError, userError, type Warning, warning } from './outcome.js';

/** What is recorded around a moment. */
export interface Around {
  /** The status that begins at that very moment. */
  readonly same: Row | undefined;
  /** The last one that began before. */
  readonly before: Row | undefined;
  /** The first one that begins later. */
  readonly next: Row | undefined;
  readonly at: number;
}

/** The capability of a completion of which nothing else is said. Unit: %. */
const WHOLE = 100;

const beginOf = ({ effective_at }: Row) => Date.parse(String(effective_at));

/** @param recorded  in force, newest first */
export function statusesAround(recorded: readonly Row[], effectiveAt: string): Around {
  const at = Date.parse(effectiveAt);
  return {
    same: recorded.find((row) => beginOf(row) === at),
    before: recorded.find((row) => beginOf(row) < at),
    next: recorded.findLast((row) => beginOf(row) > at),
    at,
  };
}

/** The status that the new one follows: the one recorded here or ProdView's, whichever began later. */
export function fromOf({ before }: Around, prodview: ProdviewStatus | undefined): string | undefined {
  const isRecorded = before && (!prodview || beginOf(before) >= prodview.since.getTime());
  return isRecorded ? String(before.status) : prodview?.status;
}

interface Facts extends Pick<LoadedStatus, 'catalogue' | 'steps'> {
  readonly around: Around;
  readonly from: string | undefined;
  readonly may: (permission: string) => boolean;
}

/** Whether the status may be had at all, may follow the one before it, and may be followed by the one after it. */
export function stepErrors(given: ChangeWellStatusInput, facts: Facts): UserError[] {
  const { catalogue, from, around } = facts;
  // The catalogue has the statuses of facilities too.
  if (given.statusType === 'FACILITY')
    return [userError('statusType', 'INCONSISTENT', 'is of facilities, not of completions')];
  if (!catalogue) return [userError('status', 'UNKNOWN_VALUE', 'is none of the status catalogue')];
  if (around.same) return [];
  if (from === given.status && around.before?.status === from && !isOther(given, around.before))
    return [userError('status', 'ALREADY_EXISTS', 'holds already')];
  const next = around.next && String(around.next.status);
  return [
    ...(from === undefined ? [] : oneStep(given, [from, given.status], `cannot follow ${from}`, facts)),
    ...(next ? oneStep(given, [given.status, next], `${next}, recorded later, cannot follow it`, facts) : []),
  ];
}

type Ends = readonly [from: string, to: string];

/** Whoever puts a status between two others takes the step out of it too: a final one is left by permission and with a reason. */
function oneStep(given: ChangeWellStatusInput, [from, to]: Ends, refusal: string, { steps, may }: Facts): UserError[] {
  if (from === to) return [];
  const step = steps.find(({ from_status, to_status }) => from_status === from && to_status === to);
  if (!step) return [userError('status', 'NOT_ALLOWED_NOW', refusal)];
  const { permission, needs_reason: needsReason } = step;
  if (typeof permission === 'string' && !may(permission))
    return [userError('status', 'FORBIDDEN', `${from} is left only with the permission ${permission}`)];
  return needsReason === true && !given.reason
    ? [userError('reason', 'REQUIRED', `to leave ${from} needs a reason`)]
    : [];
}

/** The same status again says something new where a quality of it differs: all of the capability, where none is said. */
function isOther(given: ChangeWellStatusInput, before: Row): boolean {
  const pairs = [
    [given.percentCapability ?? WHOLE, before.percent_capability],
    [given.statusQualifier, before.status_qualifier],
    [given.statusQualifierValue, before.status_qualifier_value],
    [given.primaryFluidType, before.primary_fluid_type],
    [given.flowDirection, before.flow_direction],
    [given.productionMethod, before.production_method],
    [given.countsAsLostProduction, before.counts_as_lost_production],
    [given.includeInWellCount, before.include_in_well_count],
  ];
  return pairs.some(([left, right]) => left !== undefined && left !== null && left !== right);
}

/** A completion that produces while a downtime of all of it is open contradicts that. */
export function openMeanwhile({ catalogue, downtimes }: LoadedStatus, { at, next }: Around): Warning[] {
  const until = next ? beginOf(next) : Number.POSITIVE_INFINITY;
  const isOpen = catalogue?.is_producing === true && downtimes.some((row) => contradicts(row, at, until));
  return isOpen ? [warning('status', 'STATUS_CONFLICT', 'a downtime of the whole completion is open meanwhile')] : [];
}

function contradicts({ started_at, ended_at, percent_down, product }: Row, at: number, until: number): boolean {
  if (Number(percent_down) < 100 || product !== null) return false;
  const start = Date.parse(String(started_at));
  return start <= at || (ended_at === null && start < until);
}
