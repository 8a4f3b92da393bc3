import { daysBetween } from '../days/local-day.js';
import { BadUserInput } from '../errors.js';
import type { Asked } from './declaration.js';

/** Most days that a merged list looks at: both stores' rows of them are merged in memory. */
export const OVERLAY_MAX_DAYS = 366;
/** Facts of a merged list that are answered: totals are of all. */
export const OVERLAY_FIRST = { byDefault: 100, most: 1_000, least: 0 };

/** Before the first record and after the last. Beyond it are placeholders, and days of which no clock tells the length. */
export const EVER = { from: '1900-01-01', to: '2199-12-30' };

/** @throws BadUserInput where the window is empty, too long, or out of the calendar */
export function checkWindow({ from, to }: Pick<Asked, 'from' | 'to'>): void {
  for (const [argument, day] of [['from', from] as const, ['to', to] as const])
    if (day < EVER.from || day > EVER.to)
      throw new BadUserInput(argument, `${day} is no day of production: days are from ${EVER.from} to ${EVER.to}`);
  if (from > to) throw new BadUserInput('from', `${from} is after to (${to})`);
  const days = daysBetween(from, to);
  if (days > OVERLAY_MAX_DAYS)
    throw new BadUserInput('to', `from ${from} to ${to} are ${days} days; at most ${OVERLAY_MAX_DAYS} are merged`);
}
