import { inTurn } from './counted.js';
import type { Counted, DayHours } from './declaration.js';

/**
 * Each day counts once: an approved event's hours, because it knows the time of day, else ProdView's. Hours of events that
 * are not approved count nothing; they are told apart where nothing else is known of the day.
 */
export const countedHours: Counted = (prodview, operations) => {
  const isApproved = operations?.rows.every(({ approval_status }) => approval_status === 'APPROVED') ?? false;
  const { values } = isApproved ? inTurn(operations, prodview) : inTurn(prodview, operations);
  const hoursByDay = dayByDay(operations?.hoursByDay ?? [], prodview?.hoursByDay ?? []);
  const told = new Set(hoursByDay.map(({ day }) => day));
  const unapproved = (operations?.pendingByDay ?? []).filter(({ day }) => !told.has(day));
  const counted = { downtimeHours: sumOf(hoursByDay), unapprovedHours: sumOf(unapproved) };
  return { hoursByDay, values: { curtailedHours: 0, ...values, ...counted } };
};

/** Of each day what the first says of it, else what the second says; in the order of days. */
function dayByDay(first: readonly DayHours[], second: readonly DayHours[]): DayHours[] {
  const days = new Map([...second, ...first].map((each) => [each.day, each]));
  return [...days.values()].sort((left, right) => (left.day < right.day ? -1 : 1));
}

export const sumOf = (days: readonly DayHours[]) => days.reduce((sum, { hours }) => sum + hours, 0);
