import type { Committed, ConstraintClass } from '../events/write.js';
import type { UserErrorCode } from '../generated/resolvers.js';
import { type UserError, userError } from './outcome.js';

type Refusal = Extract<Committed, { is: 'refused' }>;
type Said = readonly [path: string, code: UserErrorCode, message: string];

/** What the database's own rules mean to who entered the values, by the constraint's name. */
const BY_NAME: Readonly<Record<string, Said>> = {
  facility_production_natural_key: ['productionDate', 'ALREADY_EXISTS', 'the day is reported already; amend it'],
  facility_production_status: ['operationalStatus', 'UNKNOWN_VALUE', 'is none of the status catalogue'],
  facility_production_wells: ['producingWells', 'INCONSISTENT', 'is more than the wells that are connected'],
  allocation_reference_natural_key: ['completion', 'ALREADY_EXISTS', 'the reference of that source is recorded'],
  allocation_reference_part_of_total: ['allocatedVolume', 'INCONSISTENT', 'is more than the source’s volume'],
  allocation_reference_parts_of_total: [
    'allocatedVolume',
    'INCONSISTENT',
    'with the other completions’ parts it comes to more than the source’s volume',
  ],
  meter_reading_natural_key: ['readAt', 'ALREADY_EXISTS', 'there is a reading of that moment'],
  meter_reading_backwards: ['readingEnd', 'INCONSISTENT', 'lies below the start'],
  meter_reading_in_order: ['readingEnd', 'INCONSISTENT', 'the counter runs backwards from one reading to the next'],
  well_test_natural_key: ['testStart', 'ALREADY_EXISTS', 'a test of that type began then'],
  well_test_no_overlap: ['testStart', 'OVERLAPS', 'another test of the completion ran then'],
  well_test_completed: ['testHours', 'REQUIRED', 'a finished test has hours, and what flows a volume'],
  separator_test_natural_key: ['startedAt', 'ALREADY_EXISTS', 'a run of the separator began then'],
  separator_test_one_completion_at_a_time: [
    'startedAt',
    'OVERLAPS',
    'the separator was in use: it tests one completion at a time',
  ],
  well_status_change_natural_key: ['effectiveAt', 'ALREADY_EXISTS', 'a status was recorded from that moment on'],
  well_status_change_no_overlap: ['effectiveAt', 'OVERLAPS', 'overlaps another status of the type'],
  well_status_change_status: ['status', 'UNKNOWN_VALUE', 'is none of the status catalogue'],
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
  surveillance_event_natural_key: ['detectedAt', 'ALREADY_EXISTS', 'there is an event of the kind that was seen then'],
  surveillance_event_one_open: ['rule', 'ALREADY_EXISTS', 'the rule has an open event there'],
  production_constraint_no_crossing: ['limitValue', 'INCONSISTENT', 'crosses another limit'],
  production_constraint_natural_key: ['effectiveFrom', 'ALREADY_EXISTS', 'there is such a limit from then'],
  workover_candidate_one_open: ['candidateReason', 'ALREADY_EXISTS', 'there is an open candidate for the same reason'],
  workover_candidate_approver: ['', 'OWN_DECISION', 'who nominated or last edited it may not decide it'],
  workover_candidate_executed: ['executedAt', 'INCONSISTENT', 'lies before it was approved'],
  workover_candidate_may_begin: [
    '',
    'NOT_ALLOWED_NOW',
    'what costs so much needs a contractor, a planned start and a budget',
  ],
  maintenance_request_may_begin: [
    '',
    'NOT_ALLOWED_NOW',
    'what costs so much needs a contractor, a planned start and a budget',
  ],
  maintenance_request_hse_approver: ['', 'OWN_DECISION', 'who asked for it or last edited it may not approve it'],
  maintenance_request_hse: [
    'record',
    'NOT_ALLOWED_NOW',
    'safety-critical work is approved for HSE before it is completed',
  ],
  decided_by_another: ['', 'OWN_DECISION', 'who wrote it may not decide it'],
  reviewed_by_another: ['record', 'OWN_DECISION', 'you wrote to it yourself: ask somebody else to look at it'],
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
