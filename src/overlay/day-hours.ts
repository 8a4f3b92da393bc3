import { hoursWithin, localDay } from '../days/local-day.js';
import type { Clock, DayHours, Overlay, ProductHours } from './declaration.js';
import { textOrder } from './text-order.js';

export const sumOf = (days: readonly DayHours[]) => days.reduce((sum, { hours }) => sum + hours, 0);

/** Hours of a day that have passed: all of them once it is over. */
export function passedOf(day: string, { zone, now }: Clock): number {
  const local = localDay(zone, day);
  return hoursWithin(local, [{ from: local.start, to: now }]);
}

/** What tells the hours of one day and product from others. */
export const placeOf = ({ product, day }: Pick<ProductHours, 'product' | 'day'>) => `${day} ${product}`;

/** Each day once, with the hours of all products; in the order of days. */
export function byDay(hours: readonly DayHours[]): DayHours[] {
  const days = new Map<string, number>();
  for (const each of hours) days.set(each.day, (days.get(each.day) ?? 0) + each.hours);
  return [...days].sort(([left], [right]) => (left < right ? -1 : 1)).map(([day, all]) => ({ day, hours: all }));
}

/**
 * No day counts more than it has had: where products were down apart, what all of them were down for counts first, and of each
 * other, in the order of their names, what is left of the day. What would count if it were approved has what is left then.
 */
export const withinTheDay: NonNullable<Overlay['together']> = (list, asked) => {
  const left = new Map<string, number>();
  const take = ({ day, hours }: DayHours): DayHours => {
    const rest = left.get(day) ?? passedOf(day, asked);
    left.set(day, Math.max(0, rest - hours));
    return { day, hours: Math.min(hours, rest) };
  };
  const inTurn = [...list].sort((one, other) => textOrder(one.key, other.key));
  const counted = new Map(inTurn.map((each) => [each, each.hoursByDay.map(take)]));
  const waiting = new Map(inTurn.map((each) => [each, each.unapprovedByDay.map(take)]));
  return list.map((each) => {
    const [hoursByDay, unapprovedByDay] = [counted.get(each) ?? [], waiting.get(each) ?? []];
    const sums = { downtimeHours: sumOf(hoursByDay), unapprovedHours: sumOf(unapprovedByDay) };
    return { ...each, hoursByDay, unapprovedByDay, values: { ...each.values, ...sums } };
  });
};
