import type { Viewer } from '../auth/viewer.js';
import { viewNamed } from '../binding/named.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import { isFor } from '../commands/downtime-chain.js';
import { covers, NOWHERE } from '../commands/place.js';
import type { Reads } from '../loaders/reads.js';
import type { Column, Condition, Row } from '../sources/row-source.js';

/** A step of approval that is to be decided, and whether the viewer may. */
export interface Queued {
  readonly rowId: string;
  readonly canDecide: boolean;
}

export interface QueueAsked {
  readonly reads: Reads;
  readonly viewer: Viewer;
  /** Where the viewer may write: decisions are written. */
  readonly writeScope: ViewerScope;
  readonly mine: boolean;
  readonly first: number;
}

/** Names here are held against the viewer's own and never shown, so they are read as they are. */
const text = (name: string): Column => ({ name, kind: 'text' });
const is = (name: string, value: string): Condition => ({ column: text(name), is: 'eq', value });
const READ = ['row_id', 'id_flownet', 'unit_id', 'downtime_event_row_id', 'status', 'role', 'assignee'].map(text);
const NAMES = ['escalated_to_role', 'requested_by', 'last_editor'].map(text);
const IN_FORCE = is('active_ind', 'Y');

/** Steps of events that a review rejected wait for nobody. */
const ofRejected = (events: string): Condition => ({
  columns: [text('downtime_event_row_id')],
  of: {
    view: events,
    columns: [text('row_id')],
    where: { all: [IN_FORCE, is('approval_status', 'SUBMITTED'), is('row_quality', 'REJECTED')] },
  },
});
const COUNT = 'count';

/** What waits for a decision in the viewer's scope, longest first: at most three statements. */
export async function queueOf(asked: QueueAsked): Promise<{ count: number; items: Queued[] }> {
  const { reads, viewer, mine, first } = asked;
  const view = viewNamed(reads.asked.bindings, 'DowntimeApproval');
  const { view: events } = viewNamed(reads.asked.bindings, 'DowntimeEvent');
  const open = [IN_FORCE, is('status', 'PENDING'), { not: ofRejected(events) }];
  const where: Condition = { all: [...open, ...(mine ? [waitsFor(viewer)] : [])] };
  const read = { ...reads.from(view, 'Query.approvals'), where };
  const since: Column = { name: 'pending_since', kind: 'instant' };
  const order = [since, text('row_id')].map((column) => ({ column, descending: false }));
  const rows = await reads.select(view, { ...read, columns: [...READ, ...NAMES], order, limit: first });
  const decided = await decidedBefore(rows, asked);
  const items = rows.map((row) => ({ rowId: String(row.row_id), canDecide: canDecide(row, decided, asked) }));
  return { count: rows.length < first ? rows.length : await countOf(), items };

  async function countOf(): Promise<number> {
    const [counted] = await reads.aggregate(view, { ...read, groupBy: [], measures: [{ as: COUNT, of: 'count' }] });
    return Number(counted?.[COUNT] ?? 0);
  }
}

/** The same as `isFor` says of one step. */
const waitsFor = ({ id, role }: Viewer): Condition => ({
  any: [
    is('assignee', id),
    { all: [{ column: text('assignee'), isNull: true }, is('role', role)] },
    is('escalated_to_role', role),
  ],
});

/** Those of the rows' events of which the viewer has decided a step. */
async function decidedBefore(rows: readonly Row[], { reads, viewer }: QueueAsked): Promise<ReadonlySet<unknown>> {
  const view = viewNamed(reads.asked.bindings, 'DowntimeApproval');
  const events = [...new Set(rows.map((row) => String(row.downtime_event_row_id)))];
  if (events.length === 0 || !viewer.permissions.has('approve')) return new Set();
  const found = await reads.select(view, {
    ...reads.from(view, 'Query.approvals decided'),
    columns: [text('row_id'), text('downtime_event_row_id')],
    keys: { columns: [text('downtime_event_row_id')], tuples: events.map((event) => [event]) },
    where: { all: [IN_FORCE, is('decided_by', viewer.id)] },
    order: [{ column: text('row_id'), descending: false }],
  });
  return new Set(found.map((row) => row.downtime_event_row_id));
}

function canDecide(row: Row, decided: ReadonlySet<unknown>, { viewer, writeScope }: QueueAsked): boolean {
  const isOwn = row.requested_by === viewer.id || row.last_editor === viewer.id;
  const place = { ...NOWHERE, network: String(row.id_flownet), unit: String(row.unit_id) };
  const mayWrite = viewer.permissions.has('approve') && covers(writeScope, place);
  return mayWrite && !isOwn && isFor(row, viewer) && !decided.has(row.downtime_event_row_id);
}
