import type { ViewBinding } from '../binding/bindings.js';
import { columnAt, viewNamed } from '../binding/named.js';
import type { Reads } from '../loaders/reads.js';
import { isValid } from '../production/valid-tests.js';
import type { Column, Row } from '../sources/row-source.js';

// The parts of one statement: what is known of the units that a scope may see.

/** Which unit each completion is of. */
export function readCompletions(reads: Reads): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, 'Completion');
  const columns = columnsAt(view, 'idRec', 'idFlownet', 'idRecParent');
  return reads.select(view, { ...part(reads, view, 'completions'), columns, order: [] });
}

/** The newest status of each completion. */
export function readStatuses(reads: Reads): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, 'CompletionStatus');
  const owner = columnsAt(view, 'idRecParent', 'idFlownet');
  const [status, date] = columnsAt(view, 'status', 'statusDate') as [Column, Column];
  const order = [{ column: date, descending: true }, ...view.key.map(ascending)];
  const newest = { grain: { columns: owner, order }, columns: [...owner, status, date], order: [] };
  return reads.select(view, { ...part(reads, view, 'status'), ...newest });
}

/** The newest day of each completion; of a day that was allocated again the row that counts. */
export function readDays(reads: Reads): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, 'DailyAllocation');
  const owner = columnsAt(view, 'idRecUnit', 'idRecComp', 'idFlownet');
  const date = columnAt(view, 'allocationDate');
  const volumes = columnsAt(view, 'allocated.oilBbl', 'allocated.gasMcf', 'allocated.waterBbl');
  const order = [{ column: date, descending: true }, ...(view.grain?.order ?? view.key.map(ascending))];
  const newest = { grain: { columns: owner, order }, columns: [...owner, date, ...volumes], order: [] };
  return reads.select(view, { ...part(reads, view, 'days'), ...newest });
}

/** The day of the newest valid test of each completion. */
export function readTests(reads: Reads): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, 'ProductionTest');
  const groupBy = columnsAt(view, 'idRecParent', 'idFlownet').map((column) => ({ as: column.name, column }));
  const measures = [{ as: 'newest', of: 'max', column: columnAt(view, 'effectiveDate') }] as const;
  return reads.aggregate(view, { ...part(reads, view, 'tests'), where: isValid(view), groupBy, measures });
}

const part = (reads: Reads, view: ViewBinding, of: string) =>
  ({ ...reads.from(view, `MapView attributes ${of}`), beside: true }) as const;
const columnsAt = (view: ViewBinding, ...paths: readonly string[]) => paths.map((path) => columnAt(view, path));
const ascending = (column: Column) => ({ column, descending: false });
