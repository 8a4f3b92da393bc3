import { dayAt } from '../days/local-day.js';
import type { Patch } from '../events/write.js';
import type { Row } from '../sources/row-source.js';
import { change, marked } from './changes.js';
import type { Change, Decided, Decision, Moment } from './command.js';
import { chainOf, closed, decidedByPolicy, isShortEnough } from './downtime-chain.js';
import { conflictWarnings } from './downtime-conflicts.js';
import type { Submission } from './downtime-facts.js';
import { invalid, type Result, refOf, type UserError, userError } from './outcome.js';

/** Nobody has decided yet what is submitted. */
export const UNDECIDED: Patch = { approver: null, decided_at: null, decision_note: null };
const LEVELS = [1, 2, 3] as const;

/** What is decided about, or was approved. */
export const isBeforeDeciders = ({ approval_status: status }: Row): boolean =>
  status === 'SUBMITTED' || status === 'APPROVED';

/** The columns that make an event one that waits for its approval, and who asks for it. */
export const asSubmitted = ({ actor, now }: Moment): Patch => ({
  approval_status: 'SUBMITTED',
  submitted_by: actor,
  submitted_at: now.toISOString(),
  ...UNDECIDED,
});

/**
 * Puts an event before those who decide: the steps that were there give way to those that its reason's policy asks for.
 * Where the policy lets it be, it is approved at once, by the policy.
 */
export function submit(facts: Submission, kind: string, patch: Patch, moment: Moment): Decision {
  const after = { ...facts.row, ...patch } as Row;
  const errors = submissionErrors(facts, after);
  if (errors.length > 0) return invalid(...errors);
  if (facts.overlaps.length > 0) return overlapped(facts.overlaps);
  const warnings = conflictWarnings(after, facts, facts.place, moment.now);
  return { ...resubmitted(facts, kind, { ...patch, ...marked(warnings) }, moment), warnings };
}

/** The event's change and its new steps, the event first: whoever decides at the same moment waits for it. */
export function resubmitted(facts: Submission, kind: string, patch: Patch, moment: Moment): Decided {
  const { row, place, approvals } = facts;
  const record = change('DowntimeEvent', row, place, kind, patch);
  const after = { ...row, ...patch } as Row;
  return { changes: [record, ...closed(approvals, place), ...stepsFor(after, facts, moment)], record };
}

/** The steps that the policy asks for, or its own decision. */
function stepsFor(after: Row, facts: Submission, moment: Moment): Change[] {
  const { row, place, reasons, asked } = facts;
  const policy = asked ?? facts.policy;
  if (!policy) return [];
  const isPlanned = [...reasons.values()].some(({ is_planned }) => is_planned === true);
  if (!isShortEnough(after, policy, isPlanned)) return chainOf(after, policy, facts, moment);
  const step = decidedByPolicy(after, policy, facts, moment);
  const by = `POLICY:${policy.policy_id}`;
  const approved = { approval_status: 'APPROVED', approver: by, decided_at: moment.now.toISOString() };
  const next = { ...row, row_version: Number(row.row_version) + 1 };
  return [{ ...change('DowntimeEvent', next, place, 'APPROVED', approved), by }, step];
}

const overlapped = (overlaps: readonly Row[]): Result => ({
  outcome: 'CONFLICT',
  duplicates: overlaps.map((other) => refOf('DowntimeEvent', other)),
  userErrors: [userError('startedAt', 'OVERLAPS', 'overlaps another downtime that is submitted or approved')],
  warnings: [],
});

/** An event that is decided about, or was approved, keeps the reasons of its day, also those that were retired since. */
function submissionErrors({ row, place, reasons, asked }: Submission, after: Row): UserError[] {
  if (after.reason_code_1 === null) return [userError('reasonCode1', 'REQUIRED', 'is needed before it is submitted')];
  const dayOf = ({ started_at }: Row) => dayAt(place.zone ?? 'UTC', new Date(String(started_at)));
  const day = dayOf(after);
  const kept = isBeforeDeciders(row) && dayOf(row) === day ? row : undefined;
  const said = LEVELS.filter((level) => after[`reason_code_${level}`] !== kept?.[`reason_code_${level}`]);
  const errors = said.flatMap((level) => reasonErrors(level, after, reasons, day));
  const asksForComment = [...reasons.values()].some(({ requires_comment }) => requires_comment === true);
  if (asksForComment && !after.comments)
    errors.push(userError('comments', 'REQUIRED', 'the reason asks for a comment'));
  if (!asked) errors.push(userError('reasonCode1', 'INCONSISTENT', 'the reason has no policy by which it is approved'));
  return errors;
}

function reasonErrors(level: 1 | 2 | 3, after: Row, reasons: ReadonlyMap<string, Row>, day: string): UserError[] {
  const code = after[`reason_code_${level}`];
  if (code === null || code === undefined) return [];
  const reason = reasons.get(String(code));
  if (!reason) return [userError(`reasonCode${level}`, 'UNKNOWN_VALUE', 'is no reason')];
  const { effective_date: from, expiry_date: until, active_ind } = reason;
  const isInUse =
    active_ind === 'Y' && (from === null || String(from) <= day) && (until === null || String(until) > day);
  return isInUse ? [] : [userError(`reasonCode${level}`, 'UNKNOWN_VALUE', `the reason was not in use on ${day}`)];
}
