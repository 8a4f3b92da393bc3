import type { RecordWellTestInput } from '../generated/resolvers.js';
import { FLOW_TEST } from '../overlay/tests.js';
import { columnsOf, create, keysOf } from './changes.js';
import { command } from './command.js';
import { testsOf } from './load-well-tests.js';
import { invalid } from './outcome.js';
import { completeErrors, rateErrors, separatorErrors, TESTED, timeErrors } from './well-test.js';

const FIELDS = [
  'testType',
  'testPurpose',
  'runNum',
  'testNum',
  'testStart',
  'testStatus',
  'productionMethod',
  'testedBy',
  'dueDate',
  'workOrderNumber',
  'estimatedCostUsd',
  ...TESTED,
] as const;

export const recordWellTest = command({
  permission: 'write:test',
  load: async (given: RecordWellTestInput, reads) => {
    const place = await reads.completion('completion', given.completion);
    const { separatorTest } = given;
    const [others, run] = await Promise.all([
      testsOf(reads, place, String(place.row.id_rec)),
      separatorTest ? reads.target('separatorTest', 'SeparatorTest', separatorTest) : undefined,
    ]);
    return { place, others, run: run?.row };
  },
  decide: (given, { place, others, run }, moment) => {
    const completion = String(place.row.id_rec);
    // The database has defaults for neither of these two.
    const { testType = FLOW_TEST, testStatus = 'COMPLETED' } = given;
    const errors = [
      ...timeErrors(given, others, place, moment.now),
      ...(testStatus === 'IN_PROGRESS' ? [] : completeErrors(testType, given)),
      ...rateErrors(given, given),
      ...separatorErrors(given, run, completion),
    ];
    if (errors.length > 0) return invalid(...errors);
    const patch = {
      ...keysOf(place),
      completion_id: completion,
      test_type: testType,
      test_status: testStatus,
      ...columnsOf(given, FIELDS),
      ...(run && { separator_test_row_id: String(run.row_id) }),
    };
    return { changes: [create('WellTest', place, moment, patch)] };
  },
});
