import type { Committed, ConstraintClass } from '../events/write.js';
import type { UserErrorCode } from '../generated/resolvers.js';
import { type UserError, userError } from './outcome.js';

type Refusal = Extract<Committed, { is: 'refused' }>;
type Said = readonly [path: string, code: UserErrorCode, message: string];

/** What the database's own rules mean to who entered the values, by the constraint's name. */
const BY_NAME: Readonly<Record<string, Said>> = {
  daily_production_natural_key: ['productionDate', 'ALREADY_EXISTS', 'the day is reported already; amend it'],
  daily_production_status: ['operationalStatus', 'UNKNOWN_VALUE', 'is none of the status catalogue'],
  daily_production_volume_off_stream: ['hoursOn', 'INCONSISTENT', 'there is volume without hours on stream'],
  downtime_event_natural_key: ['startedAt', 'ALREADY_EXISTS', 'there is a downtime that began then'],
  downtime_event_no_overlap: ['startedAt', 'OVERLAPS', 'overlaps another downtime of the completion'],
  downtime_event_in_order: ['endedAt', 'INCONSISTENT', 'lies before the start'],
  downtime_event_planned_in_order: ['plannedEndAt', 'INCONSISTENT', 'lies before the start'],
  downtime_event_reason_levels: ['reasonCode1', 'REQUIRED', 'a reason stands beneath that of the level above'],
  downtime_event_reason_1: ['reasonCode1', 'UNKNOWN_VALUE', 'is no reason of the first level'],
  downtime_event_reason_2: ['reasonCode2', 'UNKNOWN_VALUE', 'is no reason beneath the first'],
  downtime_event_reason_3: ['reasonCode3', 'UNKNOWN_VALUE', 'is no reason beneath the second'],
  downtime_event_approver: ['', 'OWN_DECISION', 'who submitted or last edited it may not decide it'],
  decided_by_another: ['', 'OWN_DECISION', 'who wrote it may not decide it'],
};

const BY_CLASS: Readonly<Record<ConstraintClass, readonly [UserErrorCode, string]>> = {
  scope: ['FORBIDDEN', 'the viewer may not write there'],
  unique: ['ALREADY_EXISTS', 'there is such a record already'],
  exclusion: ['OVERLAPS', 'overlaps another record of its kind'],
  check: ['OUT_OF_RANGE', 'is not possible'],
  reference: ['UNKNOWN_VALUE', 'does not exist'],
  missing: ['REQUIRED', 'is missing'],
  range: ['OUT_OF_RANGE', 'has more digits than can be kept'],
};

/** A database's refusal in the words of the input. A constraint without words of its own is told by the column in its name. */
export function saidOf({ constraint, class: kind, column }: Refusal, entity = ''): UserError {
  const known = BY_NAME[constraint];
  if (known) return userError(...known);
  const named = column ?? /^(.*)_(check|fkey)$/.exec(constraint)?.[1]?.replace(new RegExp(`^${entity}_`), '') ?? '';
  const [code, message] = BY_CLASS[kind];
  return userError(fieldOf(named), code, message);
}

const fieldOf = (column: string) => column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
