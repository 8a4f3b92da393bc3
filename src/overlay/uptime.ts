import { dayAfter, dayAt, localDay } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import { dailyVolumes } from './daily-volumes.js';
import type { Asked, Overlay } from './declaration.js';
import type { Merged } from './merge.js';
import type { At } from './read.js';
import { readMerged } from './read-merged.js';
import { checkWindow } from './window.js';

/** Days as in `mergedDailyVolumes`, and how long each of them was where the unit is. */
const days: Overlay = { ...dailyVolumes, label: 'Completion.uptime', unit: 'id_rec_parent' };

/** How much of the time a completion was on stream, by the days of a window that say so. */
export async function uptime(completion: Row, { from, to }: Pick<Asked, 'from' | 'to'>, at: At) {
  checkWindow({ from, to });
  const { all, asked } = await readMerged(days, completion, { from, to }, at);
  return uptimeOf(all, asked);
}

type Known = Pick<Merged, 'firstDay' | 'values'>;

/** A day that nobody told the hours of was neither on nor off stream; one that has only a record is not on stream by that. */
export function uptimeOf(list: readonly Known[], { from, to, zone, now }: Asked) {
  const known = list.flatMap(({ firstDay, values: { operatingHours: on } }) => {
    const { hours } = localDay(zone, firstDay);
    return typeof on === 'number' ? [{ on: Math.min(on, hours), hours }] : [];
  });
  const sum = (name: 'on' | 'hours') => known.reduce((total, day) => total + day[name], 0);
  const [hoursOn, hoursAvailable] = [sum('on'), sum('hours')];
  const yesterday = dayAfter(dayAt(zone, now), -1);
  const over = daysBetween(from, to < yesterday ? to : yesterday);
  return {
    hoursOn,
    hoursAvailable,
    uptimePct: hoursAvailable > 0 ? (hoursOn / hoursAvailable) * 100 : null,
    daysKnown: known.length,
    daysUnknown: Math.max(0, over - known.length),
  };
}

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
