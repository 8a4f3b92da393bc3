import type { RowStatement } from 'snowflake-sdk';
import type { Aggregation, ColumnKind, Row, Selection } from '../row-source.js';
import type { Form, Taking } from '../sent-rows.js';
import { aggregatePart } from '../sql/compile-aggregate.js';
import { selectPart } from '../sql/compile-select.js';
import { compileTogether, type Layout, PART, PLACE } from '../sql/compile-together.js';
import type { Dialect, Statement } from '../sql/dialect.js';
import { inPlace } from '../sql/in-place.js';
import { labelled, Writer } from '../sql/writer.js';
import { formsOf, leaveUnread, sentOf } from './unread.js';
import { sentReader } from './sent-values.js';
import { type Losses, READERS } from './values.js';

export type Read = Selection | Aggregation;

/** Makes what was asked for out of the rows of a statement. */
export interface Gathering<T> {
  /** Told of the statement when its columns are known and no row has been read. */
  readonly begun?: (statement: RowStatement) => void;
  /** Takes one row, its cells in the statement's order; false where no more are wanted. */
  readonly take: (cells: readonly unknown[]) => boolean | Promise<boolean>;
  /** Whether it takes parts of a result that are left unread as they are. */
  readonly parts?: boolean;
  readonly found: () => T;
}

/** A statement, and how its rows are read. */
export interface Asked<T> {
  readonly statement: Statement;
  readonly label: string;
  readonly requestId: string | undefined;
  readonly gather: (losses: Losses) => Gathering<T>;
}

export function askedAlone(read: Read, dialect: Dialect): Asked<Row[]> {
  const { label, requestId } = read;
  const { statement, names, kinds } = alone(read, dialect);
  const gather = (losses: Losses): Gathering<Row[]> => {
    const rows: Row[] = [];
    const layout = { names, kinds, positions: names.map((_, at) => at) };
    let row = rowReader(layout, losses);
    return {
      begun: unreadWhere(kinds, (forms) => {
        row = rowReader(layout, losses, forms);
      }),
      take: (cells) => rows.push(row(cells)) <= read.rowLimit,
      found: () => rows,
    };
  };
  return { statement, label, requestId, gather };
}

/** The rows are handed over as they came where their columns are what they should be, else one by one; none is kept. */
export function askedEach(read: Selection, dialect: Dialect, taking: Taking): Asked<void> {
  const { label, requestId } = read;
  const { statement, kinds } = alone(read, dialect);
  const gather = (losses: Losses): Gathering<void> => {
    let forms: readonly Form[] | undefined;
    const given = (cells: readonly unknown[]) =>
      forms ? taking.sent(sentOf(cells, forms)) : taking.row(kinds.map((kind, at) => READERS[kind](cells[at], losses)));
    return {
      begun: unreadWhere(kinds, (found) => {
        forms = found;
      }),
      take: (cells) => given(cells)?.then(() => true) ?? true,
      parts: true,
      found: () => {},
    };
  };
  return { statement, label, requestId, gather };
}

function alone(read: Read, dialect: Dialect) {
  const writer = new Writer(dialect);
  const { text, cells } = 'measures' in read ? aggregatePart(read, writer, false) : selectPart(read, writer, false);
  const statement = labelled(read.label, text, writer.values);
  return { statement, names: cells.map(({ as }) => as), kinds: cells.map(({ kind }) => kind) };
}

export function askedTogether(reads: readonly Read[], dialect: Dialect): Asked<Row[][]> {
  const { layouts, ...statement } = compileTogether(reads, dialect);
  const kinds = kindsOf(layouts);
  const most = reads.reduce((sum, { rowLimit }) => sum + rowLimit + 1, 0);
  const gather = (losses: Losses): Gathering<Row[][]> => {
    const parts = layouts.map((layout) => ({
      layout,
      read: rowReader(layout, losses),
      rows: [] as Row[],
      places: [] as unknown[],
    }));
    let taken = 0;
    const take = (cells: readonly unknown[]) => {
      const part = parts[Number(cells[PART])];
      part?.rows.push(part.read(cells));
      part?.places.push(cells[PLACE]);
      taken += 1;
      return taken < most;
    };
    const begun = unreadWhere(kinds, (forms) => {
      for (const part of parts) part.read = rowReader(part.layout, losses, forms);
    });
    return { begun, take, found: () => parts.map(({ rows, places }) => inPlace(rows, places)) };
  };
  return { statement, label: reads.map(({ label }) => label).join(', '), requestId: reads[0]?.requestId, gather };
}

/** The rows are left unread where their columns are what they should be; then it is told how they are written. */
function unreadWhere(kinds: readonly ColumnKind[], told: (forms: readonly Form[]) => void) {
  return (sent: RowStatement) => {
    const forms = formsOf(sent.getColumns() ?? [], kinds);
    if (!forms) return;
    leaveUnread(sent);
    told(forms);
  };
}

/** The kinds of a wide statement's columns, in their order. */
function kindsOf(layouts: readonly Layout[]): ColumnKind[] {
  const kinds: ColumnKind[] = [];
  kinds[PART] = 'integer';
  kinds[PLACE] = 'integer';
  for (const layout of layouts)
    for (const [at, position] of layout.positions.entries()) kinds[position] = layout.kinds[at] ?? 'text';
  return kinds;
}

/** Reads rows in one order of columns, so that all share a shape, which engines read fast. */
function rowReader({ names, kinds, positions }: Layout, losses: Losses, forms?: readonly Form[]) {
  const columns = names.map((name, at) => {
    const [kind, position] = [kinds[at] as ColumnKind, positions[at] ?? 0];
    return { name, read: forms ? sentReader(kind, forms[position] as Form) : READERS[kind], position };
  });
  return (cells: readonly unknown[]): Row => {
    const row: Record<string, Row[string]> = {};
    for (const { name, read, position } of columns) row[name] = read(cells[position], losses);
    return row;
  };
}
