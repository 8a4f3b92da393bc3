import { FLOW_TEST } from '../overlay/tests.js';
import type { EvaluateWorkoverCandidateInput } from '../generated/resolvers.js';
import type { Stored } from './find.js';
import { isInForce } from './in-force.js';
import { type UserError, userError } from './outcome.js';
import { type Facts, transition } from './transition.js';

type Given = EvaluateWorkoverCandidateInput;

export const evaluateWorkoverCandidate = transition<Given, Stored>({
  type: 'WorkoverCandidate',
  permission: 'write:recommendation',
  to: 'EVALUATED',
  load: ({ postJobTest }, _, reads) => reads.target('postJobTest', 'WellTest', postJobTest),
  judge: testErrors,
  patch: ({ more }) => ({ post_job_test_row_id: String(more.row.row_id) }),
});

/** A test tells of a workover where it is good, of the same completion, and of the time after. */
function testErrors({ row, more: { row: test } }: Facts<Given, Stored>): UserError[] {
  const isGood = isInForce(test) && test.test_status === 'COMPLETED' && test.is_valid === true;
  if (!isGood) return [userError('postJobTest', 'INCONSISTENT', 'is not completed and valid')];
  if (test.test_type !== FLOW_TEST) return [userError('postJobTest', 'INCONSISTENT', 'measures no rate')];
  if (test.completion_id !== row.completion_id || test.id_flownet !== row.id_flownet)
    return [userError('postJobTest', 'INCONSISTENT', 'is of another completion')];
  // When it was done is not kept of a workover that was recorded before it could be said: it was after the decision.
  const [since, what] = row.executed_at ? [row.executed_at, 'done'] : [row.decided_at, 'approved'];
  const isAfter = Date.parse(String(test.test_start)) > Date.parse(String(since));
  return isAfter
    ? []
    : [userError('postJobTest', 'INCONSISTENT', `began before the workover was ${what}, at ${since}`)];
}
