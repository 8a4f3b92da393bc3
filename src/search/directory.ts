import { setImmediate } from 'node:timers/promises';
import type { ViewBinding } from '../binding/bindings.js';
import { columnAt, viewNamed } from '../binding/named.js';
import type { Reads } from '../loaders/reads.js';
import type { Row } from '../sources/row-source.js';
import { ALIASES, API_10 } from './aliases.js';
import { WordIndex } from './word-index.js';
import { wordsOf, wordsOfApi, wordsOfIdentifier, wordsOfName } from './words.js';

/** All units that one scope may see, by what they are called. */
export interface Directory {
  /** When the statement that it was read by began, RFC 3339. */
  readonly asOf: string;
  /** In the order in which units come that match equally well. */
  readonly units: readonly Row[];
  readonly index: WordIndex;
  /** Names of the columns that hold the aliases, in their order. */
  readonly columns: readonly string[];
}

/** Units that are indexed before other requests get their turn. */
const AT_A_TIME = 1_000;
/** What the order of equal matches is made of, beside the aliases. */
const ORDERING = ['unitType', 'isOperated'];

export function unitsOf({ asked }: Reads): ViewBinding {
  return viewNamed(asked.bindings, 'Unit');
}

/** Reads the directory by one statement. */
export async function loadDirectory(reads: Reads, asOf: Date): Promise<Directory> {
  const view = unitsOf(reads);
  const aliases = ALIASES.map(({ field }) => columnAt(view, field));
  const columns = [...view.key, ...aliases, ...ORDERING.map((field) => columnAt(view, field))];
  const rows = await reads.select(view, { ...reads.from(view, 'Query.searchWells directory'), columns, order: [] });
  const units = inOrder(rows, view);
  const names = aliases.map(({ name }) => name);
  return { asOf: asOf.toISOString(), units, index: await indexOf(units, names), columns: names };
}

async function indexOf(units: readonly Row[], columns: readonly string[]): Promise<WordIndex> {
  const index = new WordIndex(units.length);
  for (const [unit, row] of units.entries()) {
    for (const [alias, column] of columns.entries()) {
      const text = row[column];
      if (typeof text === 'string') index.add(unit, alias, wordsOfAlias(alias, text));
    }
    if (unit % AT_A_TIME === AT_A_TIME - 1) await setImmediate();
  }
  return index;
}

function wordsOfAlias(alias: number, text: string): Iterable<string> {
  if (alias === API_10) return wordsOfApi(text);
  return ALIASES[alias]?.is === 'name' ? wordsOfName(text) : wordsOfIdentifier(text);
}

/** Operated units first, then wells, then by name with its numbers as numbers; the key closes the order. */
function inOrder(rows: readonly Row[], view: ViewBinding): Row[] {
  const ordered = rows.map((row) => {
    const name = wordsOf(String(row.unit_display_name ?? row.unit_name ?? '')).join(' ');
    const numbered = name.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
    const rank = (row.is_operated === true ? 0 : 2) + (/\bwell\b/i.test(String(row.unit_type)) ? 0 : 1);
    return { row, sort: `${rank} ${numbered}\n${view.key.map(({ name: column }) => row[column]).join('\n')}` };
  });
  ordered.sort((left, right) => (left.sort < right.sort ? -1 : Number(left.sort > right.sort)));
  return ordered.map(({ row }) => row);
}
