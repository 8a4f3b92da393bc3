import { byDay, placeOf, sumOf } from './day-hours.js';
import { inTurn } from './counted.js';
import type { Counted } from './declaration.js';
import { hoursOfRecords, lasts } from './prodview-downtimes.js';
import { isApproved } from './recorded-downtimes.js';

/**
 * Each day counts once: an approved event's hours, because it knows the time of day, else ProdView's; of a record that an
 * approved event names, the event's alone, on whichever days they are. Hours of events that are not approved count nothing;
 * they are told apart where no hours of ProdView stand for the day.
 */
export const countedHours: Counted = (prodview, operations, asked) => {
  const [events, records] = [operations?.rows ?? [], prodview?.rows ?? []];
  const named = new Set(events.filter(isApproved).map(({ prodview_downtime_id: id }) => id));
  const approved = operations?.approvedByDay ?? [];
  const known = new Set(approved.map(placeOf));
  const unnamed = records.filter(({ id_rec }) => !named.has(id_rec));
  const told = hoursOfRecords(unnamed, asked).filter((each) => !known.has(placeOf(each)));
  const standing = new Set(told.map(placeOf));
  const unapprovedByDay = byDay((operations?.pendingByDay ?? []).filter((each) => !standing.has(placeOf(each))));
  const hoursByDay = byDay([...approved, ...told]);
  const counted = { downtimeHours: sumOf(hoursByDay), unapprovedHours: sumOf(unapprovedByDay) };
  const values = events.every(isApproved) ? inTurn(operations, prodview) : inTurn(prodview, operations);
  // Who counts and lasts still is what lasts, whoever says the rest.
  const isOpen = operations?.values.isOpen === true || unnamed.some((row) => lasts(row, asked));
  const reasonsByDay = [...approved, ...told];
  return { hoursByDay, reasonsByDay, unapprovedByDay, values: { curtailedHours: 0, ...values, ...counted, isOpen } };
};
