import type { Patch } from '../events/write.js';
import type { AmendDowntimeInput, EditDowntimeInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf } from './changes.js';
import { DETAILS } from './downtime-details.js';
import { momentErrors, orderErrors } from './downtime-times.js';
import { type UserError, userError } from './outcome.js';
import type { Place } from './place.js';

type Given = EditDowntimeInput | AmendDowntimeInput;

/** What changes every day of the event, and not only those at its end. */
const OF_ALL_DAYS = [
  'startedAt',
  'product',
  'percentDown',
  'reasonCode1',
  'reasonCode2',
  'reasonCode3',
  'deferredOilBbl',
  'deferredGasMcf',
  'deferredWaterBbl',
] as const;

export const editedColumns = (given: Given, row: Row): Patch => ({
  ...fallen(given, row),
  ...columnsOf(given, DETAILS),
});

/** The reasons that hold no more: one of another level above leaves none beneath it but what is said. */
export function fallen(
  { reasonCode1: one, reasonCode2: two }: Pick<Given, 'reasonCode1' | 'reasonCode2'>,
  row: Row,
): Patch {
  const isFirst = one !== undefined && one !== row.reason_code_1;
  const isSecond = isFirst || (two !== undefined && two !== row.reason_code_2);
  return { ...(isFirst && { reason_code_2: null }), ...(isSecond && { reason_code_3: null }) };
}

/** The event as it would be. An edit that takes its start away is refused: it is read with the one that it has. */
export function editedEvent(given: Given, row: Row): Row {
  const edited = editedColumns(given, row);
  return { ...row, ...(edited as Row), started_at: given.startedAt ?? row.started_at ?? null };
}

/** What keeps an event from being as it would be, by its times and the days that are closed. */
export function editErrors(given: Given, row: Row, place: Place, now: Date): UserError[] {
  const { startedAt, endedAt } = given;
  const start = startedAt ?? String(row.started_at);
  const end = endedAt === undefined ? textOf(row.ended_at) : endedAt;
  const planned = given.plannedEndAt === undefined ? textOf(row.planned_end_at) : given.plannedEndAt;
  if (startedAt === null) return [userError('startedAt', 'REQUIRED', 'an event has a start')];
  return [
    ...lockedErrors(given, row, place, now),
    ...(startedAt ? momentErrors('startedAt', startedAt, place, now) : []),
    ...(endedAt ? momentErrors('endedAt', endedAt, place, now) : []),
    ...orderErrors('endedAt', start, end),
    ...orderErrors('plannedEndAt', start, planned),
  ];
}

export const beganOnClosedDay = ({ started_at }: Row, place: Place, now: Date): boolean =>
  momentErrors('startedAt', String(started_at), place, now).length > 0;

/** Days that are closed stay as they were recorded. */
function lockedErrors(given: Given, row: Row, place: Place, now: Date): UserError[] {
  const ofAll = OF_ALL_DAYS.find((field) => given[field] !== undefined);
  if (ofAll && beganOnClosedDay(row, place, now))
    return [userError(ofAll, 'PERIOD_LOCKED', 'it began on a day that is closed for changes')];
  return row.ended_at === null ? [] : momentErrors('record', String(row.ended_at), place, now);
}

const textOf = (value: Row[string] | undefined) => (typeof value === 'string' ? value : null);
