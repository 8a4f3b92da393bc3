import { BadUserInput } from '../errors.js';
import type { Asked } from './declaration.js';

/** Most days that a merged list looks at: both stores' rows of them are merged in memory. */
export const OVERLAY_MAX_DAYS = 366;
/** Facts of a merged list that are answered: totals are of all. */
export const OVERLAY_FIRST = { byDefault: 100, most: 1_000, least: 0 };

const DAY_MS = 86_400_000;

/** @throws BadUserInput where the window is empty or too long */
export function checkWindow({ from, to }: Pick<Asked, 'from' | 'to'>): void {
  if (from > to) throw new BadUserInput('from', `${from} is after to (${to})`);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days > OVERLAY_MAX_DAYS)
    throw new BadUserInput('to', `from ${from} to ${to} are ${days} days; at most ${OVERLAY_MAX_DAYS} are merged`);
}
