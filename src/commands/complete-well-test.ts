import type { CompleteWellTestInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change, columnsOf, unreviewed } from './changes.js';
import { command } from './command.js';
import { testsOf } from './load-well-tests.js';
import { invalid, type UserError, userError } from './outcome.js';
import { completeErrors, rateErrors, TESTED, type TestValues, timeErrors } from './well-test.js';

export const completeWellTest = command({
  permission: 'write:test',
  load: async (given: CompleteWellTestInput, reads) => {
    const { row, place } = await reads.target('record', 'WellTest', given.record, given.expectedVersion);
    const [tests, steps] = await Promise.all([
      testsOf(reads, place, String(row.completion_id)),
      reads.find('EntityTransition', { equal: { entity: 'well_test', from_status: String(row.test_status) } }),
    ]);
    return { row, place, steps, others: tests.filter(({ row_id }) => row_id !== row.row_id) };
  },
  decide: (given, { row, place, steps, others }, moment) => {
    const status = given.testStatus ?? 'COMPLETED';
    const step = steps.find(({ to_status }) => to_status === status);
    if (!step || row.active_ind !== 'Y')
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'the test does not run'));
    const values = valuesOf(given, row);
    const span = { testStart: String(row.test_start), testHours: values.testHours };
    const isOver = status === 'ABANDONED';
    const errors = [
      ...timeErrors(span, isOver ? [] : others, place, moment.now),
      ...(isOver ? [] : completeErrors(values)),
      ...rateErrors(given, values),
      ...reasonErrors(given, step),
    ];
    if (errors.length > 0) return invalid(...errors);
    const patch = { test_status: status, ...columnsOf(given, TESTED), ...unreviewed(row) };
    return { changes: [change('WellTest', row, place, status, patch)] };
  },
});

function reasonErrors({ remark }: CompleteWellTestInput, { needs_reason: needed }: Row): UserError[] {
  return needed === true && !remark ? [userError('remark', 'REQUIRED', 'says why the test was given up')] : [];
}

const COLUMNS = {
  testHours: 'test_hours',
  oilVolumeBbl: 'oil_volume_bbl',
  gasVolumeMcf: 'gas_volume_mcf',
  waterVolumeBbl: 'water_volume_bbl',
} as const;

/** The test as it will be: what is given, else what the record has. */
function valuesOf(given: CompleteWellTestInput, row: Row): TestValues {
  const entries = Object.entries(COLUMNS).map(([field, column]) => {
    const own = given[field as keyof typeof COLUMNS];
    return [field, own === undefined ? row[column] : own];
  });
  return Object.fromEntries(entries) as TestValues;
}
