import { INVALID } from '../production/valid-tests.js';
import { prodviewFirst } from './counted.js';
import type { Overlay } from './declaration.js';
import type { Row } from '../sources/row-source.js';
import { inForce, near, ofLocalTime, ofMoment, valuesFrom, within } from './sides.js';

const OF_PRODVIEW = {
  testHours: 'test_hours',
  oilVolumeBbl: 'test_oil_condensate_volume_bbl',
  gasVolumeMcf: 'test_gas_volume_mcf',
  waterVolumeBbl: 'test_water_volume_bbl',
  oilRateBblPerDay: 'oil_cond_rate_bbl_per_day',
  gasRateMcfPerDay: 'produced_gas_rate_mcf_per_day',
  waterRateBblPerDay: 'water_rate_bbl_per_day',
  bswPct: 'total_bsw_pct',
};
const OF_OPERATIONS = {
  testHours: 'test_hours',
  oilVolumeBbl: 'oil_volume_bbl',
  gasVolumeMcf: 'gas_volume_mcf',
  waterVolumeBbl: 'water_volume_bbl',
  oilRateBblPerDay: 'oil_rate_bbl_per_day',
  gasRateMcfPerDay: 'gas_rate_mcf_per_day',
  waterRateBblPerDay: 'water_rate_bbl_per_day',
  bswPct: 'bsw_pct',
};

/** The kind of test that measures what flows; of the others the pressure is watched. */
export const FLOW_TEST = 'FLOW_TEST';

const validity = (isValid: boolean) => ({ isValid, validTests: isValid ? 1 : 0 });
/** What a rate that a client works out may be off. */
const MEASURED = { absolute: 0.05, share: 0.005 };

/** ProdView's are of what flows: a test of another kind is none of them. */
const kindOf = ({ test_type: type }: Row) => (type === FLOW_TEST ? '' : String(type));

/** Tests of a completion: those of the same local day are the same, the nearest two of several. */
export const tests: Overlay = {
  label: 'Completion.mergedTests',
  key: ['id_rec', 'id_flownet'],
  unit: 'id_rec_parent',
  prodview: {
    type: 'ProductionTest',
    parent: ['id_rec_parent', 'id_flownet'],
    columns: ['effective_date', 'invalid_test', ...Object.values(OF_PRODVIEW)],
    where: (column, asked) => within(column('effective_date'), asked),
    facts: (rows, asked) =>
      rows.map((row) => {
        const isValid = !INVALID.includes(String(row.invalid_test));
        return ofLocalTime(row.effective_date, row, { ...valuesFrom(OF_PRODVIEW, row), ...validity(isValid) }, asked);
      }),
  },
  operations: {
    type: 'WellTest',
    parent: ['completion_id', 'id_flownet'],
    columns: ['test_start', 'test_type', 'is_valid', ...Object.values(OF_OPERATIONS)],
    where: (column, asked) => [
      ...near(column('test_start'), asked),
      { not: { column: column('test_status'), in: ['ABANDONED'] } },
      ...inForce(column),
    ],
    facts: (rows, asked) =>
      rows.flatMap((row) => {
        const values = { ...valuesFrom(OF_OPERATIONS, row), ...validity(row.is_valid === true) };
        return ofMoment(row.test_start, row, values, asked).map((fact) => ({ ...fact, key: kindOf(row) }));
      }),
  },
  same: { kind: 'OF_A_DAY', alike: 'isValid' },
  values: [
    ...Object.keys(OF_OPERATIONS).map((name) => ({ name, compared: MEASURED }) as const),
    { name: 'isValid', compared: 'SAME' },
    { name: 'validTests', summed: true },
  ],
  counted: prodviewFirst,
};
