import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { VOLUMES, type Volume } from './facility-day.js';
import { type AskedDay, type DaysReported, type LoadedDays, reportedDays } from './reported-days.js';

/** What is known of a facility's day before it is written. */
export interface LoadedFacilityDay extends LoadedDays<Volume> {
  /** What its status may be. */
  readonly statuses: readonly Row[];
}

const FACILITY_DAYS: DaysReported<Volume> = {
  type: 'FacilityProduction',
  of: 'facility_id',
  volumes: VOLUMES,
  prodview: {
    type: 'FacilityDailyVolume',
    of: 'facility_id',
    date: 'calculation_date',
    volumes: {
      oilVolumeBbl: 'produced_hcliq_bbl',
      gasVolumeMcf: 'produced_gas_mcf',
      waterVolumeBbl: 'produced_water_bbl',
    },
  },
};

export async function loadFacilityDay(reads: CommandReads, asked: AskedDay): Promise<LoadedFacilityDay> {
  const [days, statuses] = await Promise.all([
    reportedDays(reads, FACILITY_DAYS, asked),
    reads.find('CatalogueStatus', { equal: { status_type: 'FACILITY' } }),
  ]);
  return { statuses, ...days };
}
