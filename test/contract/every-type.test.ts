import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { everyField } from '../support/every-field.js';
import { ask, built, openStore } from '../support/execute.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

const { bindings, schema } = built;
const SAMPLES = 20;

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

describe.each(prodview.map((view) => [view.type, view] as const))('%s', (type, view) => {
  test('answers every field and every link of its rows', async () => {
    const keys = view.key.map(({ name }) => name).join(', ');
    const rows = await sql.run(`select ${keys} from ${view.view} order by hash(${keys}) limit ${SAMPLES}`);
    expect(rows.length).toBeGreaterThan(0);
    const nodes = rows.map((row, index) => `n${index}: node(id: "${globalId(view, row)}") { ...Every }`);
    const { data, errors } = await ask(
      source,
      `{ ${nodes.join('\n')} } fragment Every on ${type} { __typename ${everyField(schema, bindings, type)} }`,
    );
    expect(errors).toBeUndefined();
    const answered = Object.values(data ?? {}) as Record<string, unknown>[];
    expect(answered.map((row) => row.__typename)).toEqual(rows.map(() => type));
    const column = view.leaves.filter(({ path, field }) => path.length === 1 && !field.column.sum);
    const values = column.map(({ path: [field] }) => answered.some((row) => row[field ?? ''] !== null));
    expect(values.filter(Boolean).length).toBeGreaterThan(column.length / 2);
  });
});
