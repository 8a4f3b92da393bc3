import { prodviewFirst } from './counted.js';
import type { Overlay } from './declaration.js';
import { inForce, ofDay, valuesFrom, within } from './sides.js';

const ALLOCATED = {
  oilBbl: 'allocated_oil_bbl',
  condensateBbl: 'allocated_condensate_bbl',
  gasMcf: 'allocated_gas_mcf',
  waterBbl: 'allocated_water_bbl',
  nglBbl: 'allocated_ngl_bbl',
  operatingHours: 'operating_time_hours',
};
const REPORTED = {
  oilBbl: 'oil_volume_bbl',
  condensateBbl: 'condensate_volume_bbl',
  gasMcf: 'gas_volume_mcf',
  waterBbl: 'water_volume_bbl',
  nglBbl: 'ngl_volume_bbl',
  operatingHours: 'hours_on',
};

/** What a balance may be off before it counts as unbalanced. */
const VOLUME = { absolute: 1, share: 0.01 };
/** Rounding of hours that were typed. */
const HOURS = { absolute: 0.05 };

/** A completion's production days: as they were allocated, and as the field reported them. */
export const dailyVolumes: Overlay = {
  label: 'Completion.mergedDailyVolumes',
  key: ['id_rec', 'id_flownet'],
  prodview: {
    type: 'DailyAllocation',
    parent: ['id_rec_comp', 'id_flownet'],
    columns: ['allocation_date', ...Object.values(ALLOCATED)],
    where: (column, asked) => within(column('allocation_date'), asked),
    facts: (rows) =>
      rows.map((row) => ofDay(String(row.allocation_date).slice(0, 10), row, valuesFrom(ALLOCATED, row))),
  },
  operations: {
    type: 'DailyProduction',
    parent: ['completion_id', 'id_flownet'],
    columns: ['production_date', ...Object.values(REPORTED)],
    where: (column, asked) => [
      ...within(column('production_date'), asked),
      { column: column('activity_type'), is: 'eq', value: 'PRODUCTION' },
      ...inForce(column),
    ],
    facts: (rows) => rows.map((row) => ofDay(String(row.production_date), row, valuesFrom(REPORTED, row))),
  },
  same: { kind: 'ONE_A_DAY' },
  values: [
    ...['oilBbl', 'condensateBbl', 'gasMcf', 'waterBbl', 'nglBbl'].map(
      (name) => ({ name, compared: VOLUME, summed: true }) as const,
    ),
    { name: 'operatingHours', compared: HOURS, summed: true },
  ],
  counted: prodviewFirst,
};
