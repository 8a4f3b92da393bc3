import type { Row } from '../sources/row-source.js';
import { change, create } from './changes.js';
import type { Change, Moment } from './command.js';
import type { Asker, Submission } from './downtime-facts.js';
import type { Place } from './place.js';

const HOUR = 3_600_000;
export const APPROVAL = 'DowntimeApproval';
export const isOpen = ({ status }: Row) => status === 'PENDING' || status === 'WAITING';

/** Whether a chain has said yes. Where nobody was asked, nobody has. */
export function isApproved(chain: unknown, statuses: readonly unknown[]): boolean {
  const isYes = (status: unknown) => status === 'APPROVED';
  return chain === 'ANY' ? statuses.some(isYes) : statuses.length > 0 && statuses.every(isYes);
}

/** Whether a step waits for this viewer: it is delegated to them; or to nobody, and they have its role. */
export function isFor(step: Row, { id, role }: Pick<Asker, 'id' | 'role'>): boolean {
  if (step.status !== 'PENDING') return false;
  const isTheirs = step.assignee === null ? step.role === role : step.assignee === id;
  return isTheirs || (step.escalated_to_role !== null && step.escalated_to_role === role);
}

/** What a step has from the moment at which it can be decided. */
export const opened = (policy: Row | undefined, now: Date) => ({
  status: 'PENDING',
  pending_since: now.toISOString(),
  escalates_at: new Date(now.getTime() + Number(policy?.escalate_after_hours ?? 0) * HOUR).toISOString(),
});

/** Steps that are still in force give way: they keep what was decided, and what was not is closed. */
export const closed = (approvals: readonly Row[], place: Place): Change[] =>
  approvals.map((step) =>
    change(APPROVAL, step, place, 'SUPERSEDED', { active_ind: 'N', ...(isOpen(step) && { status: 'CLOSED' }) }),
  );

/** The steps that a policy asks for; of a chain that goes in order the first can be decided at once. */
export function chainOf(after: Row, policy: Row, { place }: Submission, moment: Moment): Change[] {
  const roles = JSON.parse(String(policy.approver_roles)) as string[];
  return roles.map((role, at) =>
    create(
      APPROVAL,
      place,
      moment,
      {
        ...common(after, policy),
        step: at + 1,
        role,
        ...(policy.chain === 'SEQUENTIAL' && at > 0 ? { status: 'WAITING' } : opened(policy, moment.now)),
      },
      'REQUESTED',
    ),
  );
}

/** The one step of a policy that decides by itself. */
export function decidedByPolicy(after: Row, policy: Row, { place }: Submission, moment: Moment): Change {
  const by = `POLICY:${policy.policy_id}`;
  const decision = { status: 'APPROVED', decided_by: by, decided_at: moment.now.toISOString() };
  const patch = { ...common(after, policy), step: 1, role: 'POLICY', ...decision };
  return { ...create(APPROVAL, place, moment, patch, 'APPROVED'), by };
}

const common = (after: Row, { policy_id, chain }: Row) => ({
  id_flownet: after.id_flownet ?? null,
  unit_id: after.unit_id ?? null,
  downtime_event_row_id: after.row_id ?? null,
  policy_id: policy_id ?? null,
  chain: chain ?? null,
  requested_by: after.submitted_by ?? null,
  last_editor: after.last_editor ?? null,
  requested_at: after.submitted_at ?? null,
});

/** Whether the policy lets an event of this length be: only one that has ended has a length. */
export function isShortEnough(after: Row, policy: Row, isPlanned: boolean): boolean {
  const most = isPlanned ? policy.auto_approve_planned_hours : policy.auto_approve_unplanned_hours;
  if (most === null || most === undefined || after.ended_at === null) return false;
  const hours = (Date.parse(String(after.ended_at)) - Date.parse(String(after.started_at))) / HOUR;
  return hours <= Number(most);
}
