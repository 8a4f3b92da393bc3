import type { Patch } from '../events/write.js';
import type { Row } from '../sources/row-source.js';
import { change } from './changes.js';
import type { Change, Decision, Moment } from './command.js';
import { APPROVAL, isApproved, isFor, isOpen, opened } from './downtime-chain.js';
import type { Asker, DowntimeFacts } from './downtime-facts.js';
import { wasRejected } from './in-force.js';
import { invalid, type Result, userError } from './outcome.js';
import { stepErrors } from './transitions.js';

export type Verdict = 'APPROVED' | 'REJECTED';

/** Whether somebody wrote what is to be decided, or has decided another step of it. */
export const isBarred = (id: string, { row, approvals }: Pick<DowntimeFacts, 'row' | 'approvals'>): boolean =>
  [row.submitted_by, row.last_editor, ...approvals.map(({ decided_by }) => decided_by)].includes(id);

/** What a review rejected is not approved; refusing it too is the way by which it becomes a draft. */
export const REJECTED: Result = invalid(
  userError(
    'record',
    'NOT_ALLOWED_NOW',
    'who reviewed it rejected it: withdraw it, or reject it here too, so that it is edited and submitted again',
  ),
);

export const forbidden = (message: string): Result => ({
  outcome: 'FORBIDDEN',
  userErrors: [userError('record', 'FORBIDDEN', message)],
  warnings: [],
});

/** The viewer's step of a submitted event, or why they decide nothing. */
export function stepOf(facts: DowntimeFacts, verdict: Verdict, note?: string | null): Row | Result {
  const { row, transitions, approvals, asker } = facts;
  const going = { from: String(row.approval_status), to: verdict, permissions: asker.permissions, reason: note };
  const errors = stepErrors(transitions, going);
  if (errors.length > 0) return invalid(...errors);
  if (verdict === 'APPROVED' && wasRejected(row)) return REJECTED;
  if (!approvals.some(isOpen)) return invalid(userError('record', 'NOT_ALLOWED_NOW', 'nobody was asked to decide'));
  if (isBarred(asker.id, facts))
    return invalid(userError('', 'OWN_DECISION', 'who submitted, last edited or decided a step of it decides no more'));
  return approvals.find((step) => isFor(step, asker)) ?? forbidden('none of its steps waits for the viewer');
}

/** One decision and what follows from it. The event is written first: of two who decide at once, one is told of the other. */
export function decide(facts: DowntimeFacts, verdict: Verdict, note: string | null, moment: Moment): Decision {
  const step = stepOf(facts, verdict, note);
  if (isResult(step)) return step;
  const { row, place, approvals } = facts;
  const own = { decided_at: moment.now.toISOString(), decision_note: note };
  const rest = approvals.filter((each) => each !== step);
  const isYes = verdict === 'APPROVED' && isApproved(step.chain, [verdict, ...rest.map(({ status }) => status)]);
  const isOver = isYes || verdict === 'REJECTED';
  const event = isOver
    ? change('DowntimeEvent', row, place, verdict, { approval_status: verdict, approver: moment.actor, ...own })
    : change('DowntimeEvent', row, place, 'STEP_APPROVED', {});
  const decided = change(APPROVAL, step, place, verdict, { status: verdict, decided_by: moment.actor, ...own });
  return { changes: [event, decided, ...followed(facts, step, isOver, moment)], record: event };
}

/** What becomes of the other steps: they are not needed any more, or the next one can be decided. */
function followed({ approvals, place, policy, asker }: DowntimeFacts, step: Row, isOver: boolean, moment: Moment) {
  const rest = approvals.filter((each) => each !== step && isOpen(each));
  const [next] = step.chain === 'SEQUENTIAL' ? rest : [];
  return rest.flatMap((each): Change[] => {
    if (isOver) return [change(APPROVAL, each, place, 'CLOSED', { status: 'CLOSED' })];
    const patch = { ...(each === next && opened(policy, moment.now)), ...givenBack(each, asker) };
    return Object.keys(patch).length > 0 ? [change(APPROVAL, each, place, 'OPENED', patch)] : [];
  });
}

/** Nobody decides two steps: what was delegated to who decides now is its role's again. */
const givenBack = ({ assignee }: Row, { id }: Asker): Patch => (assignee === id ? { assignee: null } : {});

export const isResult = (found: Row | Result): found is Result => 'userErrors' in found;
