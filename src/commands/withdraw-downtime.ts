import type { WithdrawDowntimeInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change } from './changes.js';
import { command } from './command.js';
import { closed } from './downtime-chain.js';
import { downtimeFacts } from './downtime-facts.js';
import { momentErrors } from './downtime-times.js';
import { wasRejected } from './in-force.js';
import { invalid, userError } from './outcome.js';
import { stepErrors } from './transitions.js';

/** What was approved counts, and is amended; what a review rejected since counts nowhere. */
const isStanding = (row: Row): boolean => row.approval_status === 'APPROVED' && !wasRejected(row);
const STANDING = userError('record', 'NOT_ALLOWED_NOW', 'it is approved: amend it, or have it reviewed');

/** What is withdrawn is out of force, so that the same interruption can be recorded as it was; on closed days it cannot. */
export const withdrawDowntime = command({
  permission: 'write:downtime',
  load: (given: WithdrawDowntimeInput, reads) => downtimeFacts(given, reads),
  decide: ({ reason }, { row, place, transitions, approvals, asker }, moment) => {
    const going = { from: String(row.approval_status), to: 'VOID', permissions: asker.permissions, reason };
    const errors = [
      ...(isStanding(row) ? [STANDING] : stepErrors(transitions, going)),
      ...momentErrors('record', String(row.started_at), place, moment.now),
    ];
    if (errors.length > 0) return invalid(...errors);
    const patch = {
      approval_status: 'VOID',
      active_ind: 'N',
      // Who decided stands in the events: what is void has no decision.
      ...(row.approver !== null && { approver: null, decided_at: null }),
      row_expiry_date: moment.now.toISOString(),
      change_reason: reason ?? null,
      last_editor: moment.actor,
    };
    const event = change('DowntimeEvent', row, place, 'WITHDRAWN', patch);
    return { changes: [event, ...closed(approvals, place)], record: event };
  },
});
