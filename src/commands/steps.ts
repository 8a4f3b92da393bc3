import { viewNamed } from '../binding/named.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import type { Stored } from './find.js';
import { wasRejected } from './in-force.js';
import { Refused, type UserError, userError } from './outcome.js';
import { noStep } from './transitions.js';

/** What every step is asked with. */
export interface StepGiven {
  readonly record: string;
  readonly expectedVersion?: number | null;
  readonly reason?: string | null;
}

/** A record before a step, and the step as the catalogue has it; undefined where the catalogue has none. */
export interface BeforeStep extends Stored {
  readonly step: Row | undefined;
  /** What else may become of it, where there is no such step. */
  readonly next?: readonly string[];
}

/**
 * The record that a step is taken with.
 * @throws Refused  it is not there, it has changed, or the role lacks what the catalogue asks for
 */
export async function loadStep(
  reads: CommandReads,
  type: string,
  to: string,
  { record, expectedVersion }: StepGiven,
): Promise<BeforeStep> {
  const stored = await reads.target('record', type, record, expectedVersion);
  const steps = await stepsFrom(reads, type, stored.row);
  const step = steps.find(({ to_status }) => to_status === to);
  const permission = step?.permission;
  if (typeof permission !== 'string' || reads.asked.permissions.has(permission))
    return { ...stored, step, next: steps.map(({ to_status }) => String(to_status)) };
  const error = userError('record', 'FORBIDDEN', `this needs the permission ${permission}`);
  throw new Refused({ outcome: 'FORBIDDEN', userErrors: [error], warnings: [] });
}

/** The catalogue's step from a record's state to another. */
export async function stepOf(reads: CommandReads, type: string, row: Row, to: string): Promise<Row | undefined> {
  const steps = await stepsFrom(reads, type, row);
  return steps.find(({ to_status }) => to_status === to);
}

/** The catalogue is read once and kept as long as a place is. */
async function stepsFrom(reads: CommandReads, type: string, { status }: Row): Promise<Row[]> {
  const entity = viewNamed(reads.asked.bindings, type).view;
  const steps = await reads.kept(['steps', entity], () => reads.find('EntityTransition', { equal: { entity } }));
  return steps.filter(({ from_status }) => from_status === status);
}

/** Where a step leads, and whether it gives the record up: that is all that becomes of one that a review rejected. */
export interface Ahead {
  readonly to: string;
  readonly givesUp?: boolean;
}

const REJECTED = 'who reviewed it rejected it; give it up, or have it reviewed again';

/** Why a step cannot be taken, whatever the record is about. */
export function stepErrors(before: BeforeStep, { to, givesUp }: Ahead, { reason }: StepGiven): UserError[] {
  const { row, step, next = [] } = before;
  const say = (message: string) => [userError('record', 'NOT_ALLOWED_NOW', message)];
  if (row.active_ind !== 'Y') return say('the record is out of force');
  if (!step) return [noStep(String(row.status), to, next)];
  // A step to where it is enters other values, by which what was found falls.
  if (wasRejected(row) && !givesUp && row.status !== to) return say(REJECTED);
  return step.needs_reason === true && !reason ? [userError('reason', 'REQUIRED', 'this step needs a reason')] : [];
}
