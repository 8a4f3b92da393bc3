import type { EvaluateWorkoverCandidateInput } from '../generated/resolvers.js';
import type { Stored } from './find.js';
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
  const isGood = test.active_ind === 'Y' && test.test_status === 'COMPLETED' && test.is_valid === true;
  if (!isGood) return [userError('postJobTest', 'INCONSISTENT', 'is not completed and valid')];
  if (test.completion_id !== row.completion_id || test.id_flownet !== row.id_flownet)
    return [userError('postJobTest', 'INCONSISTENT', 'is of another completion')];
  const isAfter = Date.parse(String(test.test_start)) > Date.parse(String(row.decided_at));
  return isAfter ? [] : [userError('postJobTest', 'INCONSISTENT', 'began before the workover was approved')];
}
