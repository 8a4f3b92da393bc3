import type { Aggregation, ColumnKind, Selection } from '../row-source.js';
import { aggregatePart } from './compile-aggregate.js';
import { selectPart } from './compile-select.js';
import type { Dialect, Statement } from './dialect.js';
import type { Part } from './part.js';
import { labelled, typeOf, Writer } from './writer.js';

/** Columns of a wide statement: the number of the part, the row's place in it, and what the parts share from here on. */
export const PART = 0;
export const PLACE = 1;
const SHARED = 2;

/** The names of one part's columns, and where each stands in the wide statement. */
export interface Layout {
  readonly names: readonly string[];
  readonly kinds: readonly ColumnKind[];
  readonly positions: readonly number[];
}

export interface WideStatement extends Statement {
  readonly layouts: readonly Layout[];
}

/**
 * Several reads as one statement. Parts share columns by kind, `text_0` or `float_3`: a `union all` makes one type of
 * what stands in one column, and a number that became a text would come back as one. Rows come in any order, because
 * none is promised of a `union all`; each says its part and its place.
 */
export function compileTogether(reads: readonly (Selection | Aggregation)[], dialect: Dialect): WideStatement {
  const writer = new Writer(dialect);
  const parts = reads.map((read) =>
    'measures' in read ? aggregatePart(read, writer, true) : selectPart(read, writer, true),
  );
  const placed = parts.map(sharedNames);
  const columns = new Map(
    parts.flatMap(({ cells }, at) => cells.map(({ kind }, cell) => [placed[at]?.[cell] ?? '', kind])),
  );
  const selects = parts.map((part, at) => selectOf(part, at, placed[at] ?? [], columns, dialect));
  const order = [...columns.keys()];
  const layouts = parts.map(({ cells }, at) => ({
    names: cells.map(({ as }) => as),
    kinds: cells.map(({ kind }) => kind),
    positions: (placed[at] ?? []).map((name) => SHARED + order.indexOf(name)),
  }));
  const label = reads.map((read) => read.label).join(', ');
  return { ...labelled(label, selects.join(' union all '), writer.values), layouts };
}

/** For each column of a part the shared one that it stands in: the n-th of its kind. */
function sharedNames({ cells }: Part): string[] {
  const taken = new Map<ColumnKind, number>();
  return cells.map(({ kind }) => {
    const next = taken.get(kind) ?? 0;
    taken.set(kind, next + 1);
    return `${kind}_${next}`;
  });
}

function selectOf(
  { text, cells, place }: Part,
  at: number,
  names: readonly string[],
  columns: ReadonlyMap<string, ColumnKind>,
  dialect: Dialect,
): string {
  const { identifier, text: asText } = dialect;
  const own = (cell: number) => {
    const column = identifier(cells[cell]?.as ?? '');
    return asText && cells[cell]?.kind === 'text' ? `cast(${column} as ${asText})` : column;
  };
  const mine = new Map(names.map((name, cell) => [name, own(cell)]));
  // The first part names the columns and gives them their types.
  const none = (kind: ColumnKind) => (at === 0 ? `cast(null as ${typeOf(kind, dialect)})` : 'null');
  const as = (name: string) => (at === 0 ? ` as ${identifier(name)}` : '');
  const list = [...columns].map(([name, kind]) => `${mine.get(name) ?? none(kind)}${as(name)}`);
  const where = place ? identifier(place) : none('integer');
  const told = [`${at}${as('wg_part')}`, `${where}${as('wg_place')}`];
  return `select ${[...told, ...list].join(', ')} from (${text}) part_${at}`;
}
