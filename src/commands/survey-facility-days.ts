import { dayAfter, localDay } from '../days/local-day.js';
import type { Reads } from '../loaders/reads.js';
import { facilityVolumes } from '../overlay/facility-volumes.js';
import { mergedOfMany } from '../overlay/merged-of-many.js';
import { LATEST_WITHIN_DAYS } from '../surveillance/limits.js';
import type { ProductionDay } from '../surveillance/production-day.js';
import type { Moments } from './survey-days.js';
import type { SurveyedFacility } from './surveyed.js';

/** What a facility's days say: of what is produced there, and of what it sends out. */
export interface FacilityDays {
  readonly days: readonly ProductionDay[];
  readonly sent: readonly ProductionDay[];
}

const overlay = { ...facilityVolumes, label: 'command runSurveillanceRules' };

/** The days of each facility that had ended by then, in their order: two statements. */
export async function facilityDaysOf(
  places: readonly SurveyedFacility[],
  { asOf, now }: Moments,
  reads: Reads,
): Promise<FacilityDays[]> {
  const parents = places.map(({ facility, network, zone }) => ({ key: [facility, network], zone }));
  const asked = { from: dayAfter(asOf, -LATEST_WITHIN_DAYS), to: asOf, now };
  const found = await mergedOfMany(overlay, parents, asked, reads);
  return found.map((all, at) => {
    const zone = places[at]?.zone ?? 'UTC';
    const ended = all.filter(({ firstDay }) => localDay(zone, firstDay).end <= now);
    const told = (oil: string, gas: string, water: string) =>
      ended.map(({ firstDay: day, values }) => dayOf(day, [values[oil], values[gas], values[water]]));
    return {
      days: told('oilBbl', 'gasMcf', 'waterBbl'),
      sent: told('dispositionsOilBbl', 'dispositionsGasMcf', 'dispositionsWaterBbl'),
    };
  });
}

/** ProdView's liquid of a facility is oil and condensate in one. */
function dayOf(day: string, volumes: readonly unknown[]): ProductionDay {
  const [oilBbl = null, gasMcf = null, waterBbl = null] = volumes.map((value) =>
    typeof value === 'number' ? value : null,
  );
  const unknown = { condensateBbl: null, nglBbl: null, linePressurePsi: null };
  return { day, oilBbl, gasMcf, waterBbl, ...unknown, wasDown: false };
}
