import type { CompleteWellTestInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change, columnsOf, unreviewed } from './changes.js';
import { command, type Moment } from './command.js';
import type { Stored } from './find.js';
import { testsOf } from './load-well-tests.js';
import { invalid, type UserError, userError } from './outcome.js';
import { NOWHERE } from './place.js';
import { completeErrors, endErrors, overlapErrors, rateErrors, TESTED, type TestValues } from './well-test.js';

interface Loaded extends Stored {
  /** What may become of a test that is as this one is. */
  readonly steps: readonly Row[];
  /** The completion's other tests that count. */
  readonly others: readonly Row[];
}

export const completeWellTest = command({
  permission: 'write:test',
  load: async (given: CompleteWellTestInput, reads): Promise<Loaded> => {
    const { row, place } = await reads.target('record', 'WellTest', given.record, given.expectedVersion);
    const [tests, steps] = await Promise.all([
      testsOf(reads, place, String(row.completion_id)),
      reads.find('EntityTransition', { equal: { entity: 'well_test', from_status: String(row.test_status) } }),
    ]);
    return { row, place, steps, others: tests.filter(({ row_id }) => row_id !== row.row_id) };
  },
  decide: (given, loaded, moment) => {
    const { row, place, steps } = loaded;
    const status = given.testStatus ?? 'COMPLETED';
    const step = steps.find(({ to_status }) => to_status === status);
    if (!step || row.active_ind !== 'Y')
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'the test does not run'));
    const values = valuesOf(given, row);
    const errors = [
      ...overErrors(status, values, loaded, moment),
      ...rateErrors(given, values),
      ...reasonErrors(given, step),
    ];
    if (errors.length > 0) return invalid(...errors);
    const patch = { test_status: status, ...columnsOf(given, TESTED), ...unreviewed(row) };
    return { changes: [change('WellTest', row, place, status, patch)] };
  },
});

/** A test that is given up has no volumes that a closed day could be closed for, and one that does not count overlaps none. */
function overErrors(status: string, values: TestValues, { row, place, others }: Loaded, { now }: Moment): UserError[] {
  const span = { testStart: String(row.test_start), testHours: values.testHours };
  if (status === 'ABANDONED') return endErrors(span, NOWHERE, now);
  const beside = row.is_valid === false ? [] : others;
  return [
    ...endErrors(span, place, now),
    ...overlapErrors(span, beside, 'testHours'),
    ...completeErrors(row.test_type, values),
  ];
}

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
