import type { ApproveMaintenanceSafetyInput } from '../generated/resolvers.js';
import { change } from './changes.js';
import { command } from './command.js';
import { wasRejected } from './in-force.js';
import { invalid, userError } from './outcome.js';

const OVER = ['COMPLETED', 'CANCELLED'];

/** An approval beside the request's steps: it may come at any time before the work is completed. */
export const approveMaintenanceSafety = command({
  permission: 'approve',
  load: (given: ApproveMaintenanceSafetyInput, reads) =>
    reads.target('record', 'MaintenanceRequest', given.record, given.expectedVersion),
  decide: (_, { row, place }, { actor, now }) => {
    if (row.active_ind !== 'Y' || OVER.includes(String(row.status)))
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'the request is over'));
    if (wasRejected(row))
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'who reviewed the request rejected it'));
    if (row.is_safety_critical !== true)
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'safety does not depend on the work'));
    if (row.hse_approver) return invalid(userError('record', 'NOT_ALLOWED_NOW', 'it is approved already'));
    if (actor === row.requested_by || actor === row.last_editor)
      return invalid(userError('', 'OWN_DECISION', 'who asked for it or last edited it may not approve it'));
    const patch = { hse_approver: actor, hse_approved_at: now.toISOString() };
    return { changes: [change('MaintenanceRequest', row, place, 'APPROVED', patch)] };
  },
});
