import { prodviewFirst } from './counted.js';
import type { Overlay } from './declaration.js';
import { inForce, ofDay, valuesFrom, within } from './sides.js';

const CALCULATED = {
  oilBbl: 'produced_hcliq_bbl',
  gasMcf: 'produced_gas_mcf',
  waterBbl: 'produced_water_bbl',
  receiptsOilBbl: 'receipts_in_hcliq_bbl',
  receiptsGasMcf: 'receipts_in_gas_mcf',
  receiptsWaterBbl: 'receipts_in_water_bbl',
  dispositionsOilBbl: 'dispositions_out_hcliq_bbl',
  dispositionsGasMcf: 'dispositions_out_gas_mcf',
  dispositionsWaterBbl: 'dispositions_out_water_bbl',
};
const REPORTED = {
  oilBbl: 'oil_volume_bbl',
  gasMcf: 'gas_volume_mcf',
  waterBbl: 'water_volume_bbl',
  receiptsOilBbl: 'receipts_oil_bbl',
  receiptsGasMcf: 'receipts_gas_mcf',
  receiptsWaterBbl: 'receipts_water_bbl',
  dispositionsOilBbl: 'dispositions_oil_bbl',
  dispositionsGasMcf: 'dispositions_gas_mcf',
  dispositionsWaterBbl: 'dispositions_water_bbl',
};
/** Stocks are compared, and mean nothing when they are added up. */
const OPENING_AND_CLOSING = [
  ['openingInventoryBbl', 'opening_inventory_hcliq_bbl', 'opening_inventory_bbl'],
  ['closingInventoryBbl', 'closing_inventory_hcliq_bbl', 'closing_inventory_bbl'],
] as const;
const OF_PRODVIEW = {
  ...CALCULATED,
  ...Object.fromEntries(OPENING_AND_CLOSING.map(([name, column]) => [name, column])),
};
const OF_OPERATIONS = {
  ...REPORTED,
  ...Object.fromEntries(OPENING_AND_CLOSING.map(([name, , column]) => [name, column])),
};

/** What a balance may be off before it counts as unbalanced. */
const VOLUME = { absolute: 1, share: 0.01 };

/** A facility's production days: as ProdView calculated them, and as the field reported them. */
export const facilityVolumes: Overlay = {
  label: 'Facility.mergedDailyVolumes',
  key: ['id_rec', 'id_flownet'],
  prodview: {
    type: 'FacilityDailyVolume',
    parent: ['facility_id', 'id_flownet'],
    columns: ['calculation_date', ...Object.values(OF_PRODVIEW)],
    newest: '_fivetran_synced',
    where: (column, asked) => within(column('calculation_date'), asked),
    facts: (rows) => rows.map((row) => ofDay(String(row.calculation_date), row, valuesFrom(OF_PRODVIEW, row))),
  },
  operations: {
    type: 'FacilityProduction',
    parent: ['facility_id', 'id_flownet'],
    columns: ['production_date', ...Object.values(OF_OPERATIONS)],
    where: (column, asked) => [
      ...within(column('production_date'), asked),
      { column: column('activity_type'), is: 'eq', value: 'PRODUCTION' },
      ...inForce(column),
    ],
    facts: (rows) => rows.map((row) => ofDay(String(row.production_date), row, valuesFrom(OF_OPERATIONS, row))),
  },
  same: { kind: 'ONE_A_DAY' },
  values: [
    ...Object.keys(CALCULATED).map((name) => ({ name, compared: VOLUME, summed: true }) as const),
    ...OPENING_AND_CLOSING.map(([name]) => ({ name, compared: VOLUME })),
  ],
  counted: prodviewFirst,
};
