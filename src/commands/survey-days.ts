import type { Reads } from '../loaders/reads.js';
import { dailyVolumes } from '../overlay/daily-volumes.js';
import type { Overlay } from '../overlay/declaration.js';
import { downtimes } from '../overlay/downtimes.js';
import type { Merged } from '../overlay/merge.js';
import { mergedOfMany } from '../overlay/merged-of-many.js';
import { dayAfter, localDay } from '../days/local-day.js';
import { DAYS_BEFORE, LATEST_WITHIN_DAYS } from '../surveillance/limits.js';
import type { ProductionDay } from '../surveillance/production-day.js';
import { daysDown } from './days-down.js';
import type { Surveyed } from './surveyed.js';

/** Production days with what the rules want to know beside volumes. */
const volumes: Overlay = {
  ...dailyVolumes,
  label: 'command runSurveillanceRules',
  prodview: { ...dailyVolumes.prodview, columns: [...dailyVolumes.prodview.columns, 'downtime_hours'] },
  operations: { ...dailyVolumes.operations, columns: [...dailyVolumes.operations.columns, 'line_pressure_psi'] },
};
const interruptions: Overlay = { ...downtimes, label: 'command runSurveillanceRules' };

export interface Moments {
  /** The last day that is looked at. */
  readonly asOf: string;
  /** A day that has not ended by then is not looked at either. */
  readonly now: Date;
}

/** The days of each completion that had ended by then, in their order: four statements, however many completions there are. */
export async function daysOf(
  surveyed: readonly Surveyed[],
  { asOf, now }: Moments,
  reads: Reads,
): Promise<ProductionDay[][]> {
  const asked = { from: dayAfter(asOf, -(DAYS_BEFORE + LATEST_WITHIN_DAYS)), to: asOf, now };
  const parents = surveyed.map(({ completion, network, zone }) => ({ key: [completion, network], zone }));
  const [produced, stopped] = await Promise.all([
    mergedOfMany(volumes, parents, asked, reads),
    mergedOfMany(interruptions, parents, asked, reads),
  ]);
  return surveyed.map(({ zone }, at) => {
    const down = new Set((stopped[at] ?? []).flatMap(downOf));
    const days = (produced[at] ?? []).map((merged) => dayOf(merged, down));
    const ended = days.filter(({ day }) => localDay(zone, day).end <= now);
    return isRecent(ended, asOf) ? ended : [];
  });
}

/** A well that stopped reporting long ago is not judged by its last report. */
const isRecent = (days: readonly ProductionDay[], asOf: string) =>
  days.some(({ day }) => day >= dayAfter(asOf, -LATEST_WITHIN_DAYS));

const downOf = (merged: Merged) =>
  daysDown({ ...merged, hours: [...merged.hoursByDay, ...(merged.operations?.pendingByDay ?? [])] });

function dayOf({ firstDay: day, values, prodview, operations }: Merged, down: ReadonlySet<string>): ProductionDay {
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  return {
    day,
    oilBbl: number(values.oilBbl),
    condensateBbl: number(values.condensateBbl),
    gasMcf: number(values.gasMcf),
    waterBbl: number(values.waterBbl),
    nglBbl: number(values.nglBbl),
    linePressurePsi: number(operations?.rows[0]?.line_pressure_psi),
    wasDown: down.has(day) || Number(prodview?.rows[0]?.downtime_hours ?? 0) > 0,
  };
}
