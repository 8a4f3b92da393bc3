import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RootList, ViewBinding } from '../../src/binding/bindings.js';
import { globalId } from '../../src/binding/global-id.js';
import type { RowSource, Selection } from '../../src/sources/row-source.js';
import { ask, built, openStore } from '../support/execute.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

const { bindings } = built;
let source: RowSource;
let sql: Sql;
beforeAll(async () => {
  const folder = await syntheticFolder();
  source = (await openStore(folder)).source;
  sql = await Sql.over(folder);
}, 120_000);
afterAll(async () => {
  await source?.close();
  sql?.close();
});

const prodview = [...bindings.views.values()].filter(({ source: store }) => store === 'PRODVIEW');
const roots = [...bindings.roots].flatMap(([path, root]) =>
  root.kind === 'list' && bindings.views.get(root.target)?.source === 'PRODVIEW' ? [[path, root] as const] : [],
);
const links = prodview.flatMap((view) =>
  [...view.fields].flatMap(([name, field]) =>
    field.kind === 'link' && field.many && bindings.views.get(field.target)?.source === 'PRODVIEW'
      ? [[`${view.type}.${name}`, view, name, field.target] as const]
      : [],
  ),
);

/** Every value that is a row's own, of the type `name`. */
function plainFields(name: string): string {
  const view = bindings.views.get(name) as ViewBinding;
  const fields = [...view.fields].flatMap(([field, binding]) => {
    if (binding.kind === 'column') return [field];
    return binding.kind === 'embed' ? [`${field} { __typename ${[...binding.fields.keys()].join(' ')} }`] : [];
  });
  return `__typename id ${fields.join(' ')}`;
}

const page = (target: string) => `{ totalCount pageInfo { hasNextPage } nodes { ${plainFields(target)} } }`;

/** The same document with rows as the store writes them, and read one by one. */
async function bothWays(document: string) {
  const reads: Selection[] = [];
  const { writesJson: _, ...byRow } = source;
  const watched: RowSource = {
    ...source,
    readAll: (all, signal) => {
      reads.push(...(all as Selection[]));
      return source.readAll?.(all, signal) ?? Promise.reject(new Error('reads one by one'));
    },
    select: (selection, signal) => {
      reads.push(selection);
      return source.select(selection, signal);
    },
  };
  const [text, rows] = [await ask(watched, document), await ask(byRow, document)];
  expect(rows.errors).toBeUndefined();
  expect(reads.some(({ asText }) => asText)).toBe(true);
  expect(text).toEqual(rows);
  return rows;
}

describe.each(roots)('%s', (path: string, { target }: RootList) => {
  test('lists the same rows as text', async () => {
    const [first = '', ...fields] = [...namespaceOf(path), path.split('.')[1] ?? ''];
    const open = [first, ...fields].map((field) => `{ ${field}`).join(' ');
    const { data } = await bothWays(`${open}(first: 50) ${page(target)} ${'}'.repeat(fields.length + 1)}`);
    expect(JSON.stringify(data)).toContain('"hasNextPage"');
  });
});

/** The fields that lead to the type that a root list stands in. */
function namespaceOf(path: string): string[] {
  const [type] = path.split('.');
  const found = [...bindings.namespaces].find(([, namespace]) => namespace === type);
  return found ? [...namespaceOf(found[0]), found[0].split('.')[1] ?? ''] : [];
}

describe.each(links)('%s', (_path, view, field, target) => {
  test('lists the same rows as text', async () => {
    const keys = view.key.map(({ name }) => name).join(', ');
    const rows = await sql.run(`select ${keys} from ${view.view} order by hash(${keys}) limit 5`);
    const nodes = rows.map((row, at) => `n${at}: node(id: "${globalId(view, row)}") { ...Lists }`);
    await bothWays(`{ ${nodes.join(' ')} } fragment Lists on ${view.type} { ${field}(first: 3) ${page(target)} }`);
  });
});

test('a thousand fields of a row are one text too', async () => {
  const fields = Array.from({ length: 1_000 }, (_, at) => `f${at}: ${at % 2 === 0 ? 'unitName' : 'isOperated'}`);
  const { data } = await bothWays(
    `{ units(first: 3) { totalCount pageInfo { hasNextPage } nodes { ${fields.join(' ')} } } }`,
  );
  expect(Object.keys((data as any).units.nodes[0])).toHaveLength(1_000);
});
