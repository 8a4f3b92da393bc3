import { dayAfter, dayAt, daysBetween, localDay } from '../days/local-day.js';
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

/**
 * A day that nobody told the hours of was neither on nor off stream; one that has only a record is not on stream by that.
 * Today is not over: what was reported of it is not set against a whole day.
 */
export function uptimeOf(list: readonly Known[], { from, to, zone, now }: Asked) {
  const yesterday = dayAfter(dayAt(zone, now), -1);
  const last = to < yesterday ? to : yesterday;
  const known = list.flatMap(({ firstDay, values: { operatingHours: on } }) => {
    const { hours } = localDay(zone, firstDay);
    return typeof on === 'number' && firstDay <= last ? [{ on: Math.min(on, hours), hours }] : [];
  });
  const sum = (name: 'on' | 'hours') => known.reduce((total, day) => total + day[name], 0);
  const [hoursOn, hoursAvailable] = [sum('on'), sum('hours')];
  return {
    hoursOn,
    hoursAvailable,
    uptimePct: hoursAvailable > 0 ? (hoursOn / hoursAvailable) * 100 : null,
    daysKnown: known.length,
    daysUnknown: daysBetween(from, last) - known.length,
  };
}
