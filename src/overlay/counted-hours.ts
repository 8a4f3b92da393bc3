import { dayAt } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import { inTurn } from './counted.js';
import { byDay, placeOf, sumOf } from './day-hours.js';
import type { Counted } from './declaration.js';
import { hoursOfRecords, lasts, productOf } from './prodview-downtimes.js';
import { isApproved } from './recorded-downtimes.js';
import { textOrder } from './text-order.js';

/**
 * Each day counts once: an approved event's hours, because it knows the time of day, else ProdView's; of a record that an
 * approved event near that day names, the event's alone, on whichever days they are. Hours of events that are not approved
 * count nothing; they are told apart where no hours of ProdView stand for the day.
 */
export const countedHours: Counted = (prodview, operations, asked, named = []) => {
  const [events, records] = [operations?.rows ?? [], prodview?.rows ?? []];
  const isNamed = ({ id_rec }: Row, day: string) =>
    named.some(({ id, from, to }) => id === id_rec && day >= from && day <= to);
  const approved = operations?.approvedByDay ?? [];
  const known = new Set(approved.map(placeOf));
  const ownHours = hoursOfRecords(records, asked, (row, day) => !isNamed(row, day));
  const told = ownHours.filter((each) => !known.has(placeOf(each)));
  const standing = new Set(told.map(placeOf));
  const unapprovedByDay = byDay((operations?.pendingByDay ?? []).filter((each) => !standing.has(placeOf(each))));
  // As over all interruptions: first what all products were down for, then each other in the order of their names.
  const reasonsByDay = [...approved, ...told].sort((one, other) => textOrder(one.product, other.product));
  const hoursByDay = byDay(reasonsByDay);
  const counted = { downtimeHours: sumOf(hoursByDay), unapprovedHours: sumOf(unapprovedByDay) };
  const values = events.every(isApproved) ? inTurn(operations, prodview) : inTurn(prodview, operations);
  const products = new Set([...events, ...records].map((row) => productOf(row.product)));
  const product = products.size === 1 ? [...products].join() || null : null;
  const today = dayAt(asked.zone, asked.now);
  // Who counts and lasts still is what lasts, whoever says the rest.
  const isOpen = operations?.values.isOpen === true || records.some((row) => lasts(row, asked) && !isNamed(row, today));
  return {
    hoursByDay,
    reasonsByDay,
    unapprovedByDay,
    values: { curtailedHours: 0, ...values, ...counted, isOpen, product },
  };
};
