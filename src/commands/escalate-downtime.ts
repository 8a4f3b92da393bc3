import type { EscalateDowntimeInput } from '../generated/resolvers.js';
import { change } from './changes.js';
import { command } from './command.js';
import { APPROVAL } from './downtime-chain.js';
import { downtimeFacts } from './downtime-facts.js';
import { wasRejected } from './in-force.js';
import { invalid, userError } from './outcome.js';

/** Whoever records downtime may ask for it; the policy alone says when and to whom. */
export const escalateDowntime = command({
  permission: 'write:downtime',
  load: (given: EscalateDowntimeInput, reads) => downtimeFacts(given, reads),
  decide: (_given, { row, place, approvals, policy }, moment) => {
    const waiting = approvals.filter(({ status, escalated_at }) => status === 'PENDING' && escalated_at === null);
    if (row.approval_status !== 'SUBMITTED' || wasRejected(row) || !policy || waiting.length === 0)
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'none of its steps waits to be escalated'));
    const due = waiting.filter(({ escalates_at }) => Date.parse(String(escalates_at)) <= moment.now.getTime());
    if (due.length === 0) {
      const first = waiting.map(({ escalates_at }) => String(escalates_at)).sort()[0];
      return invalid(userError('record', 'NOT_ALLOWED_NOW', `the policy escalates it from ${first} on`));
    }
    const patch = {
      escalated_at: moment.now.toISOString(),
      escalated_to_role: String(policy.escalate_to_role),
      escalated_by: `POLICY:${policy.policy_id}`,
    };
    const event = change('DowntimeEvent', row, place, 'ESCALATED', {});
    return { changes: [event, ...due.map((step) => change(APPROVAL, step, place, 'ESCALATED', patch))], record: event };
  },
});
