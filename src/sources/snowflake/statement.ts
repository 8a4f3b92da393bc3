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
import { type Losses, READERS } from './values.js';

export type Read = Selection | Aggregation;

/** Makes what was asked for out of the rows of a statement. */
export interface Gathering<T> {
  /** Told of the statement when its columns are known and no row has been read. */
  readonly begun?: (statement: RowStatement) => void;
  /** Takes one row, its cells in the statement's order; false where no more are wanted. */
  readonly take: (cells: readonly unknown[]) => boolean | Promise<boolean>;
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
    const row = rowReader({ names, kinds, positions: names.map((_, at) => at) }, losses);
    return { take: (cells) => rows.push(row(cells)) <= read.rowLimit, found: () => rows };
  };
  return { statement, label, requestId, gather };
}

/** The rows are handed over as they came where their columns are what they should be, else one by one; none is kept. */
export function askedEach(read: Selection, dialect: Dialect, taking: Taking): Asked<void> {
  const { label, requestId } = read;
  const { statement, kinds } = alone(read, dialect);
  const all = kinds.map((kind) => kind as ColumnKind);
  const gather = (losses: Losses): Gathering<void> => {
    let forms: readonly Form[] | undefined;
    const given = (cells: readonly unknown[]) =>
      forms ? taking.sent(sentOf(cells, forms)) : taking.row(all.map((kind, at) => READERS[kind](cells[at], losses)));
    return {
      begun: (sent) => {
        forms = formsOf(sent.getColumns() ?? [], all);
        if (forms) leaveUnread(sent);
      },
      take: (cells) => given(cells)?.then(() => true) ?? true,
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
  const most = reads.reduce((sum, { rowLimit }) => sum + rowLimit + 1, 0);
  const gather = (losses: Losses): Gathering<Row[][]> => {
    const parts = layouts.map((layout) => ({
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
    return { take, found: () => parts.map(({ rows, places }) => inPlace(rows, places)) };
  };
  return { statement, label: reads.map(({ label }) => label).join(', '), requestId: reads[0]?.requestId, gather };
}

/** Reads rows in one order of columns, so that all share a shape, which engines read fast. */
function rowReader({ names, kinds, positions }: Layout, losses: Losses) {
  const columns = names.map((name, at) => ({
    name,
    read: READERS[kinds[at] as ColumnKind],
    position: positions[at] ?? 0,
  }));
  return (cells: readonly unknown[]): Row => {
    const row: Record<string, Row[string]> = {};
    for (const { name, read, position } of columns) row[name] = read(cells[position], losses);
    return row;
  };
}
