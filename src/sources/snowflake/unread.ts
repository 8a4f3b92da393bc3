import { createRequire } from 'node:module';
import type { Column as SentColumn, RowStatement } from 'snowflake-sdk';
import type { Form, SentRows } from '../sent-rows.js';
import type { ColumnKind } from '../row-source.js';

/** By kind, what cells may be for their column to be taken as it came. */
const FORMS: Readonly<Record<ColumnKind, readonly (readonly [RegExp, Form])[]>> = {
  text: [[/^text$/, 'text']],
  integer: [[/^(fixed|real)$/, 'number']],
  float: [[/^(fixed|real)$/, 'number']],
  boolean: [[/^boolean$/, 'flag']],
  date: [
    [/^date$/, 'days'],
    [/^timestamp_(ntz|ltz)$/, 'seconds'],
    [/^timestamp_tz$/, 'zoned'],
  ],
  local: [[/^timestamp_ntz$/, 'seconds']],
  instant: [
    [/^timestamp_(ntz|ltz)$/, 'seconds'],
    [/^timestamp_tz$/, 'zoned'],
  ],
  json: [],
  geometry: [],
};

/** The columns' forms; undefined where one of them has to be read cell by cell, because it is not what its kind says. */
export function formsOf(columns: readonly SentColumn[], kinds: readonly ColumnKind[]): readonly Form[] | undefined {
  const found = kinds.map((kind, at) => {
    const type = String(columns[at]?.getType()).toLowerCase();
    return FORMS[kind].find(([types]) => types.test(type))?.[1];
  });
  return found.every((form) => form !== undefined) ? found : undefined;
}

/** As much of the driver's parts of a result as is used here. */
interface Chunk {
  readonly _statement: object;
  readonly _startIndex: number;
  readonly _endIndex: number;
  readonly _rowset?: readonly Cells[];
  readonly _rowsetAsString?: string;
  getRows(): unknown[];
}

/** A row as it was sent: a text or null for each column. */
type Cells = readonly (string | null)[];

/** A part of a result that the driver has not read. */
class Unread {
  readonly rows: number;
  readonly #rowset: readonly Cells[] | undefined;
  readonly #text: string | undefined;

  constructor({ _startIndex, _endIndex, _rowset, _rowsetAsString }: Chunk) {
    this.rows = _endIndex - _startIndex + 1;
    this.#rowset = _rowset;
    this.#text = _rowsetAsString;
  }

  get text(): string {
    return this.#text ?? JSON.stringify(this.#rowset ?? []).slice(1, -1);
  }

  get cells(): readonly Cells[] {
    return this.#text === undefined ? (this.#rowset ?? []) : JSON.parse(`[${this.#text}]`);
  }
}

const unread = new WeakSet<object>();
let isTaught = false;

/**
 * From now on the driver hands over each part of this statement's result as one row, which `rowsIn` and `sentOf` read. It
 * has no such mode: by itself it makes two objects a cell, and a calendar's for each time.
 */
export function leaveUnread(statement: RowStatement): void {
  if (!isTaught) teach();
  unread.add(statement);
}

function teach(): void {
  isTaught = true;
  const { prototype }: { prototype: Chunk } = createRequire(import.meta.url)(
    'snowflake-sdk/dist/lib/connection/result/chunk.js',
  );
  const { getRows } = prototype;
  prototype.getRows = function (this: Chunk) {
    if (!unread.has(this._statement)) return getRows.call(this);
    const part = new Unread(this);
    return [{ getColumnValue: (column: number) => (column === 0 ? part : null) }];
  };
}

/** The rows of what the driver hands over: of a part that was left unread those in it, else itself. */
export const rowsIn = (given: readonly unknown[]): readonly (readonly unknown[])[] =>
  given[0] instanceof Unread ? given[0].cells : [given];

/** What is handed over of a statement that is left unread. */
export function sentOf(given: readonly unknown[], forms: readonly Form[]): SentRows {
  const { text, rows } = given[0] as Unread;
  return { text, rows, forms };
}
