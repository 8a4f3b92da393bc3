import type { DelegateDowntimeInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change } from './changes.js';
import { command } from './command.js';
import { APPROVAL, isFor, isOpen } from './downtime-chain.js';
import { forbidden, isBarred, REJECTED } from './downtime-decision.js';
import { type Asker, type DowntimeFacts, downtimeFacts } from './downtime-facts.js';
import { wasRejected } from './in-force.js';
import { invalid, type Result, userError } from './outcome.js';

const IDENTITY = /^(user|key):\S+$/;

/**
 * A step that is delegated stays the one that it was, so that its chain ends as it would have. Whoever has its role can
 * delegate it again, or take it back by delegating it to themselves: it is the whole role's then, as it was.
 */
export const delegateDowntime = command({
  permission: 'approve',
  load: (given: DelegateDowntimeInput, reads) => downtimeFacts(given, reads),
  decide: ({ to, reason }, facts, moment) => {
    const { row, place, approvals, asker } = facts;
    const refused = refusal(to, facts);
    if (refused) return refused;
    const isBack = to === asker.id;
    const step = approvals.find((each) => (isBack ? isToTakeBack(each, asker) : isToGive(each, asker)));
    if (!step && isBack)
      return invalid(userError('to', 'INCONSISTENT', 'is the viewer, whose role has given nothing away'));
    if (!step) return forbidden('none of its steps waits for the viewer');
    const delegated_at = moment.now.toISOString();
    const assignee = isBack ? null : to;
    const patch = { assignee, delegated_by: moment.actor, delegated_at, delegation_reason: reason };
    const event = change('DowntimeEvent', row, place, 'DELEGATED', {});
    return { changes: [event, change(APPROVAL, step, place, 'DELEGATED', patch)], record: event };
  },
});

const isOfRole = (step: Row, asker: Asker) => isOpen(step) && step.role === asker.role;
const isToGive = (step: Row, asker: Asker) => isFor(step, asker) || isOfRole(step, asker);
const isToTakeBack = (step: Row, asker: Asker) => isOfRole(step, asker) && step.assignee !== null;

function refusal(to: string, facts: DowntimeFacts): Result | undefined {
  const { row, asker } = facts;
  if (row.approval_status !== 'SUBMITTED')
    return invalid(userError('record', 'NOT_ALLOWED_NOW', 'only what is submitted is to be decided'));
  if (wasRejected(row)) return REJECTED;
  if (isBarred(asker.id, facts))
    return invalid(userError('', 'OWN_DECISION', 'who submitted, last edited or decided a step of it decides no more'));
  if (!IDENTITY.test(to)) return invalid(userError('to', 'MALFORMED', 'is no id of an identity, such as user:ann'));
  if (isBarred(to, facts))
    return invalid(userError('to', 'OWN_DECISION', 'has submitted, last edited or decided a step of it'));
  return undefined;
}
