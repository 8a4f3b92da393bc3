import type { OpenMaintenanceRequestInput } from '../generated/resolvers.js';
import type { Patch } from '../events/write.js';
import { inForce } from '../overlay/sides.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create } from './changes.js';
import { type Change, command, type Moment } from './command.js';
import type { CommandReads } from './command-reads.js';
import { downtimeErrors } from './downtime-of-work.js';
import { invalid, refOf, suspected } from './outcome.js';
import { sameSubject, type Subject, subjectOf } from './subject.js';

const FIELDS = [
  'maintenanceType',
  'reason',
  'isFailure',
  'isSafetyCritical',
  'conditions',
  'priority',
  'isRush',
  'dueDate',
  'instructions',
  'description',
  'estimatedCostUsd',
  'estimatedHours',
] as const;
/** An open request of the same kind within this time may be the same. */
const SAME_WITHIN_MS = 7 * 86_400_000;

type Given = OpenMaintenanceRequestInput;
type Work = Partial<Pick<Given, (typeof FIELDS)[number]>>;

export const openMaintenanceRequest = command({
  permission: 'write:maintenance',
  oneOf: ({ completion, facility, equipment, maintenanceType }) => [
    `work ${[completion, facility, equipment, maintenanceType].join(' ')}`,
  ],
  load: async (given: Given, reads) => {
    const subject = await subjectOf(given, ['completion', 'facility', 'equipment'], reads);
    const [open, downtime] = await Promise.all([
      openRequests(reads, subject, given),
      given.downtimeEvent ? reads.target('downtimeEvent', 'DowntimeEvent', given.downtimeEvent) : undefined,
    ]);
    return { subject, open, downtime };
  },
  decide: (given, { subject, open, downtime }, moment) => {
    const errors = downtimeErrors(subject, downtime);
    if (errors.length > 0) return invalid(...errors);
    const same = maybeSame(open, given, moment);
    if (same.length > 0) return suspected(same.map((row) => refOf('MaintenanceRequest', row)));
    const link: Patch = downtime ? { downtime_event_row_id: String(downtime.row.row_id) } : {};
    return { changes: [requested(given, subject, moment, link)] };
  },
});

/** Requests of the same kind for work on the same that are not over. */
export function openRequests(
  reads: CommandReads,
  subject: Subject,
  { maintenanceType }: Pick<Given, 'maintenanceType'>,
): Promise<Row[]> {
  const column = (name: string) => reads.column('MaintenanceRequest', name);
  return reads.find('MaintenanceRequest', {
    equal: { ...sameSubject(subject), maintenance_type: maintenanceType },
    and: [...inForce(column), { not: { column: column('status'), in: ['COMPLETED', 'CANCELLED'] } }],
    newest: 'requested_at',
    limit: 100,
  });
}

/** Those of them that may be the same, unless it is said that none is. */
export function maybeSame(open: readonly Row[], { force }: Pick<Given, 'force'>, { now }: Moment): readonly Row[] {
  const since = now.getTime() - SAME_WITHIN_MS;
  return force ? [] : open.filter(({ requested_at }) => Date.parse(String(requested_at)) >= since);
}

/** The request's record; the database numbers it. */
export const requested = (given: Work, { place, columns }: Subject, moment: Moment, link: Patch): Change =>
  create(
    'MaintenanceRequest',
    place,
    moment,
    {
      ...columns,
      ...columnsOf(given, FIELDS),
      ...link,
      requested_by: moment.actor,
      requested_at: moment.now.toISOString(),
      last_editor: moment.actor,
    },
    'REQUESTED',
  );
