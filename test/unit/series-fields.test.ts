import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { MEANS, planPoints, SUMS } from '../../src/series/point-fields.js';
import { seriesSource } from '../../src/series/series-reads.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const { schema, bindings } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);
const { daily, day, link } = seriesSource(
  { type: 'Completion', argument: 'completions', owner: 'completion', label: 'Query.productionSeries' },
  bindings,
);
const measured = (...fields: string[]) => planPoints(new Set(fields), daily, day).measures;

test('every field of a point is read, and nothing else is', () => {
  const point = schema.getType('ProductionPoint');
  const served = isObjectType(point) ? Object.keys(point.getFields()) : [];
  const known = ['at', 'daysWithData', ...Object.keys(SUMS), ...Object.keys(MEANS)];
  expect([...served].sort()).toEqual([...known].sort());
});

test('each field has its measure, over the columns that the schema binds', () => {
  const all = measured('daysWithData', ...Object.keys(SUMS), ...Object.keys(MEANS));
  const sources = all.map(({ as, of, column }) => `${of} ${as} ${column?.sum ? 'worked out' : column?.name}`);
  expect(sources).toEqual([
    'sum oil_bbl allocated_oil_bbl',
    'sum condensate_bbl allocated_condensate_bbl',
    'sum hcliq_bbl allocated_hcliq_bbl',
    'sum gas_mcf allocated_gas_mcf',
    'sum water_bbl allocated_water_bbl',
    'sum boe worked out',
    'sum downtime_hours downtime_hours',
    'sum operating_time_hours operating_time_hours',
    'distinct days_with_data allocation_date',
  ]);
  expect(link.to.map(({ name }) => name)).toEqual(['id_rec_comp']);
});

test('a mean stands on its sum and on the days, and a day alone on nothing', () => {
  expect(measured('oilBblPerDay').map(({ as }) => as)).toEqual(['oil_bbl', 'days_with_data']);
  expect(measured('at', '__typename')).toEqual([]);
});

test('a mean is null where its sum is', () => {
  const { valuesOf } = planPoints(new Set(['oilBblPerDay', 'gasMcfPerDay']), daily, day);
  expect(valuesOf({ oil_bbl: 30, gas_mcf: null, days_with_data: 4 })).toEqual({
    oilBbl: 30,
    gasMcf: null,
    oilBblPerDay: 7.5,
    gasMcfPerDay: null,
  });
});
