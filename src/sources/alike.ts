import type { Key, Row, RowSource, Selection } from './row-source.js';

interface Asked {
  readonly selection: Selection;
  readonly resolve: (rows: Row[] | Promise<Row[]>) => void;
  readonly reject: (error: unknown) => void;
}

/** Most keys of a statement that is made of several. */
const MOST_KEYS = 500;

/**
 * Makes one read of those that are asked for at the same time and differ in nothing but their keys, as the items of a
 * batch do: each gets the rows of its own keys, in their order.
 */
export function alike(source: RowSource): RowSource {
  const waiting = new Map<string, Asked[]>();
  const select = (selection: Selection, signal?: AbortSignal): Promise<Row[]> => {
    const { keys, asText, total } = selection;
    if (!keys || keys.beneath || asText || total) return source.select(selection, signal);
    const name = JSON.stringify({ ...selection, keys: keys.columns });
    const open = waiting.get(name);
    const group = open && open.length < MOST_KEYS ? open : begin(name, signal);
    return new Promise((resolve, reject) => group.push({ selection, resolve, reject }));
  };
  const begin = (name: string, signal?: AbortSignal): Asked[] => {
    const group: Asked[] = [];
    waiting.set(name, group);
    setImmediate(() => {
      if (waiting.get(name) === group) waiting.delete(name);
      void answer(group, (selection) => source.select(selection, signal));
    });
    return group;
  };
  return { ...source, select };
}

async function answer(group: readonly Asked[], ask: (selection: Selection) => Promise<Row[]>): Promise<void> {
  const [first] = group;
  if (!first) return;
  if (group.length === 1) return first.resolve(ask(first.selection));
  try {
    const tuples = new Map(group.flatMap(({ selection }) => tuplesOf(selection).map((key) => [nameOf(key), key])));
    const { keys, rowLimit } = first.selection;
    const rows = await ask({
      ...first.selection,
      keys: { columns: keys?.columns ?? [], tuples: [...tuples.values()] },
    });
    // Some are missing, and nobody knows whose.
    if (rows.length > rowLimit) for (const { selection, resolve } of group) resolve(ask(selection));
    else for (const { selection, resolve } of group) resolve(rowsOf(selection, rows));
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

const tuplesOf = ({ keys }: Selection): readonly Key[] => keys?.tuples ?? [];
const nameOf = (key: readonly unknown[]) => JSON.stringify(key.map(String));

function rowsOf(selection: Selection, rows: readonly Row[]): Row[] {
  const own = new Set(tuplesOf(selection).map(nameOf));
  const columns = selection.keys?.columns ?? [];
  return rows.filter((row) => own.has(nameOf(columns.map(({ name }) => row[name]))));
}
