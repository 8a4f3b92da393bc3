import { viewNamed } from '../binding/named.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import type { Stored } from './find.js';
import { Refused, type UserError, userError } from './outcome.js';

/** What every step is asked with. */
export interface StepGiven {
  readonly record: string;
  readonly expectedVersion?: number | null;
  readonly reason?: string | null;
}

/** A record before a step, and the step as the catalogue has it; undefined where the catalogue has none. */
export interface BeforeStep extends Stored {
  readonly step: Row | undefined;
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
  const step = await stepOf(reads, type, stored.row, to);
  const permission = step?.permission;
  if (typeof permission !== 'string' || reads.asked.permissions.has(permission)) return { ...stored, step };
  const error = userError('record', 'FORBIDDEN', `this needs the permission ${permission}`);
  throw new Refused({ outcome: 'FORBIDDEN', userErrors: [error], warnings: [] });
}

/** The catalogue's step from a record's state to another. The catalogue is read once and kept as long as a place is. */
export async function stepOf(reads: CommandReads, type: string, row: Row, to: string): Promise<Row | undefined> {
  const entity = viewNamed(reads.asked.bindings, type).view;
  const steps = await reads.kept(['steps', entity], () => reads.find('EntityTransition', { equal: { entity } }));
  return steps.find(({ from_status, to_status }) => from_status === row.status && to_status === to);
}

/** Why a step cannot be taken, whatever the record is about. */
export function stepErrors({ row, step }: BeforeStep, to: string, { reason }: StepGiven): UserError[] {
  if (row.active_ind !== 'Y') return [userError('record', 'NOT_ALLOWED_NOW', 'the record is out of force')];
  if (!step) return [userError('record', 'NOT_ALLOWED_NOW', `what is ${row.status} cannot become ${to}`)];
  return step.needs_reason === true && !reason ? [userError('reason', 'REQUIRED', 'this step needs a reason')] : [];
}
