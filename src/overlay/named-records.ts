import { edgeOfWindow } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import type { Asked, Clock, Named } from './declaration.js';
import { daysOfRecord } from './prodview-downtimes.js';
import { daysOfEvent, isApproved } from './recorded-downtimes.js';

/** How many days a record of ProdView may lie from the event that names it: further away they are no one interruption. */
export const NAMED_WITHIN_DAYS = 31;

/** The days near an event. */
function nearTo(event: Row, clock: Clock) {
  const { first, last } = daysOfEvent(event, clock);
  return { from: edgeOfWindow(first, -NAMED_WITHIN_DAYS), to: edgeOfWindow(last, NAMED_WITHIN_DAYS) };
}

/**
 * Records that approved events name, and the days on which the event's hours count in their stead. Those go by the event
 * alone, so that a day has the same hours in every window that has it, whether the window has the event or not.
 */
export const namedRecords = (events: readonly Row[], asked: Asked): Named[] =>
  events.flatMap((event) => {
    const { prodview_downtime_id: id } = event;
    return typeof id === 'string' && isApproved(event) ? [{ id, ...nearTo(event, asked) }] : [];
  });

/** Whether a record has a day near an event. */
export function isNear(record: Row, event: Row, clock: Clock): boolean {
  const [{ from, to }, { first, last }] = [nearTo(event, clock), daysOfRecord(record, clock)];
  return first <= to && last >= from;
}
