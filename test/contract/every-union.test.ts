import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PolymorphicField } from '../../src/binding/bindings.js';
import { globalId } from '../../src/binding/global-id.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { CATALOG } from '../support/catalog.js';
import { ask, built, openStore } from '../support/execute.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

const { views } = built.bindings;

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

const prodview = [...views.values()].filter(({ source: store }) => store === 'PRODVIEW');
const unions = prodview.flatMap((owner) =>
  [...owner.fields].flatMap(([name, field]) => (field.kind === 'polymorphic' ? [{ owner, name, field }] : [])),
);

test('every polymorphic relation of the catalog is a union', () => {
  const known = new Set(unions.map(({ owner, field }) => `${owner.view}.${field.from.name}`));
  const wanted = CATALOG.flatMap((view) => [
    ...view.unresolvedLinks
      .filter(({ reason }) => reason === 'polymorphic')
      .map(({ column }) => `${view.name}.${column}`),
    ...(view.polymorphicParent ? [`${view.name}.${view.polymorphicParent.column}`] : []),
  ]);
  expect(wanted.filter((each) => !known.has(each))).toEqual([]);
});

describe.each(unions.map((each) => [each.field.label, each] as const))('%s', (_, { owner, name, field }) => {
  test('is the record that its table and id name', async () => {
    const key = owner.key.map((column) => column.name).join(', ');
    const rows = await sql.run(
      `select ${key}, ${field.from.name} as id, lower(${field.table.name}) as "table" from ${owner.view}
       where ${field.from.name} is not null order by hash(${key}) limit 60`,
    );
    expect(rows.length).toBeGreaterThan(0);
    const asked = rows.map(
      (row, index) =>
        `n${index}: node(id: "${globalId(owner, row)}") { ... on ${owner.type} { ${name} { __typename ... on Node { id } } } }`,
    );
    const { data, errors } = await ask(source, `{ ${asked.join('\n')} }`);
    expect(errors).toBeUndefined();
    const expected = await Promise.all(rows.map((row) => recordOf(field, String(row.table), String(row.id))));
    expect(rows.map((_row, index) => data?.[`n${index}`][name])).toEqual(expected);
    expect(expected.filter((record) => record !== null).length).toBeGreaterThan(0);
  });
});

async function recordOf({ targets }: PolymorphicField, table: string, id: string) {
  const view = views.get(targets.get(table) ?? '');
  if (!view) return null;
  const [key] = view.key;
  const found = await sql.run(`select 1 from ${view.view} where ${key?.name} = '${id}'`);
  return found.length === 0 ? null : { __typename: view.type, id: globalId(view, { [key?.name ?? '']: id }) };
}
