import { type UserError, userError } from './outcome.js';

/** A step of the state of records that the catalogue allows. */
export interface Step {
  readonly from_status: string;
  readonly to_status: string;
  readonly needs_reason: boolean;
  readonly permission: string | null;
}

interface Going {
  readonly from: string;
  readonly to: string;
  readonly permissions: ReadonlySet<string>;
  readonly reason?: string | null | undefined;
}

/** That the catalogue has no such step, and which ones it has instead. */
export function noStep(from: string, to: string, next: readonly string[]): UserError {
  const instead = next.length > 0 ? `, but ${next.join(' or ')}` : ', nor anything else';
  return userError('record', 'NOT_ALLOWED_NOW', `what is ${from} does not become ${to}${instead}`);
}

/** Why the catalogue does not let the viewer take a record from one state to another; nothing where it does. */
export function stepErrors(steps: readonly Step[], { from, to, permissions, reason }: Going): UserError[] {
  const step = steps.find((each) => each.from_status === from && each.to_status === to);
  if (!step)
    return [
      noStep(
        from,
        to,
        steps.flatMap((each) => (each.from_status === from ? [each.to_status] : [])),
      ),
    ];
  if (step.permission !== null && !permissions.has(step.permission))
    return [userError('record', 'FORBIDDEN', `from ${from} to ${to} needs the permission ${step.permission}`)];
  return step.needs_reason && !reason ? [userError('reason', 'REQUIRED', 'is needed for this step')] : [];
}
