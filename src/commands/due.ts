import { globalId } from '../binding/global-id.js';
import { viewNamed } from '../binding/named.js';
import type { Condition, Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { run } from './run.js';
import type { Writer } from './writer.js';

/** What falls due by time alone, and the command that says so. */
interface Kind {
  readonly type: string;
  readonly command: string;
  readonly equal: Readonly<Record<string, string>>;
  /** The column of the moment. */
  readonly at: string;
  /** The column that is null until it was done. */
  readonly undone?: string;
  /** The record that the command changes, where it is another one. */
  readonly record?: { readonly type: string; readonly column: string };
}

const KINDS = {
  recommendationsExpired: {
    type: 'OptimizationRecommendation',
    command: 'expireRecommendation',
    equal: { status: 'PROPOSED', active_ind: 'Y' },
    at: 'expiry_date',
  },
  constraintsExpired: {
    type: 'ProductionConstraint',
    command: 'expireConstraint',
    equal: { status: 'ACTIVE', active_ind: 'Y' },
    at: 'effective_to',
  },
  approvalsEscalated: {
    type: 'DowntimeApproval',
    command: 'escalateDowntime',
    equal: { status: 'PENDING', active_ind: 'Y' },
    at: 'escalates_at',
    undone: 'escalated_at',
    record: { type: 'DowntimeEvent', column: 'downtime_event_row_id' },
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** How many records of each kind were written. */
export type DoneDue = Readonly<Record<keyof typeof KINDS, number>>;

/**
 * Writes what has fallen due, each by its ordinary command: a record that another copy of the gateway, or a person, was
 * first with is left as it is. Of a kind the thousand that have waited longest come first.
 */
export async function doDue(writer: Writer): Promise<DoneDue> {
  const reads = await writer.reads();
  const done = { recommendationsExpired: 0, constraintsExpired: 0, approvalsEscalated: 0 };
  const now = await writer.now();
  for (const [name, kind] of Object.entries(KINDS) as [keyof typeof KINDS, Kind][]) {
    for (const row of await dueOf(kind, reads, now)) if (await isWritten(kind, row, writer)) done[name] += 1;
  }
  return done;
}

function dueOf({ type, equal, at, undone, record }: Kind, reads: CommandReads, now: Date): Promise<Row[]> {
  const column = (name: string) => reads.column(type, name);
  const and: Condition[] = [{ column: column(at), is: 'lte', value: now.toISOString() }];
  if (undone) and.push({ column: column(undone), isNull: true });
  const columns = ['row_id', 'row_version', at, ...Object.keys(equal), ...(record ? [record.column] : [])];
  return reads.find(type, { equal, and, oldest: at, columns });
}

/** The request's id is made of the record and its version, so that the same is not done twice. */
async function isWritten(kind: Kind, row: Row, writer: Writer): Promise<boolean> {
  const { type, column } = kind.record ?? { type: kind.type, column: 'row_id' };
  const known = writer.commands.get(kind.command);
  if (!known) throw new Error(`There is no command ${kind.command}`);
  const record = globalId(viewNamed(writer.bindings, type), { row_id: row[column] ?? null });
  const given = { clientRequestId: `due:${row.row_id}:${row.row_version}`, record };
  const { outcome } = await run(known, given, writer);
  return outcome === 'CREATED';
}
