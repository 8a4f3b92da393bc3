import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Leaf, ViewBinding } from '../../src/binding/bindings.js';
import { globalId } from '../../src/binding/global-id.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { ask, built, openStore } from '../support/execute.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

// Every column that is marked as personal data, in every way that the graph has of bringing or asking it.

const { bindings } = built;
let source: RowSource;
let sql: Sql;
beforeAll(async () => {
  const folder = await syntheticFolder();
  sql = await Sql.over(folder);
  source = (await openStore(folder)).source;
}, 120_000);
afterAll(async () => {
  await source?.close();
  sql?.close();
});

const as = (personal: 'shown' | 'pseudonym' | 'hidden', document: string) =>
  ask(source, document, {}, { kind: 'everything' }, personal);

const personalOf = ({ leaves }: ViewBinding) => leaves.filter(({ field }) => field.column.personal);
const at = (row: any, path: readonly string[]) => path.reduce((value, name) => value?.[name], row);
const nested = (path: readonly string[], inner: string, open = ' { ', close = ' }') =>
  path.slice(0, -1).reduceRight((text, name) => `${name}${open}${text}${close}`, `${path.at(-1)}${inner}`);
const selectionOf = (leaves: readonly Leaf[]) => leaves.map(({ path }) => nested(path, '')).join(' ');

const views = [...bindings.views.values()].filter((view) => view.source === 'PRODVIEW' && personalOf(view).length > 0);
const told = { names: 0, texts: 0 };

describe.each(views.map((view) => [view.type, view] as const))('%s', (type, view) => {
  const leaves = personalOf(view);

  test('shows a name, its pseudonym or null, and a text or null', async () => {
    const keys = view.key.map(({ name }) => name).join(', ');
    const rows = await sql.run(`select ${keys} from ${view.view} order by hash(${keys}) limit 10`);
    const nodes = rows.map((row, n) => `n${n}: node(id: "${globalId(view, row)}") { ... on ${type} { ...Told } }`);
    if (nodes.length === 0) return;
    const document = `{ ${nodes.join('\n')} } fragment Told on ${type} { ${selectionOf(leaves)} }`;
    const [shown, pseudonym, hidden] = await Promise.all([
      as('shown', document),
      as('pseudonym', document),
      as('hidden', document),
    ]);
    expect([shown.errors, pseudonym.errors, hidden.errors]).toEqual([undefined, undefined, undefined]);
    for (const name of Object.keys(shown.data)) {
      for (const { path, field } of leaves) {
        const raw = at(shown.data[name], path);
        const instead = at(pseudonym.data[name], path);
        expect(at(hidden.data[name], path)).toBeNull();
        if (field.column.personal === 'NAME' && raw !== null) expect(instead).toMatch(/^person-[a-z2-7]{12}$/);
        else expect(instead).toBeNull();
        if (raw !== null) told[field.column.personal === 'NAME' ? 'names' : 'texts'] += 1;
      }
    }
  });
});

const lists = [...bindings.roots.values()].filter(
  (root) => root.kind === 'list' && views.some(({ type }) => type === root.target),
);

describe.each(lists.map((list) => [list.label, list] as const))('%s', (label, list) => {
  const name = label.slice(label.indexOf('.') + 1);
  const wrapped = (field: string) => (label.startsWith('Wiserock.') ? `{ wiserock { ${field} } }` : `{ ${field} }`);
  const found = (data: any) => (label.startsWith('Wiserock.') ? data?.wiserock : data)?.[name];
  const view = bindings.views.get(list.target) as ViewBinding;
  const leaves = personalOf(view);

  test('brings the same under edges as under nodes', async () => {
    const document = wrapped(
      `${name}(first: 5) { nodes { ${selectionOf(leaves)} } edges { cursor node { ${selectionOf(leaves)} } } }`,
    );
    const [shown, hidden] = [found((await as('shown', document)).data), found((await as('hidden', document)).data)];
    expect(hidden.edges.map(({ node }: any) => node)).toEqual(hidden.nodes);
    for (const node of hidden.nodes) for (const { path } of leaves) expect(at(node, path)).toBeNull();
    expect(hidden.edges.map(({ cursor }: any) => cursor)).toEqual(shown.edges.map(({ cursor }: any) => cursor));
  });

  test.each(leaves.map((leaf) => [leaf.path.join('.'), leaf] as const))(
    'answers nothing that stands on %s',
    async (dotted, leaf) => {
      const condition = `{ ${nested(leaf.path, ': { startsWith: "p" }', ': { ')} }`;
      const asked = [
        [`where.${dotted}`, `${name}(where: ${condition}) { totalCount }`],
        [`where.${dotted}`, `${name}(where: { or: [{ not: ${condition} }] }) { nodes { id } }`],
        [`where.${dotted}`, `${name}(where: ${condition}) { groups(by: [${groupOf(view)}]) { count } }`],
        ['orderBy', `${name}(orderBy: [${leaf.enumName}_DESC], first: 1) { edges { cursor } }`],
        ['by', `${name} { groups(by: [${leaf.enumName}]) { count } }`],
      ] as const;
      for (const personal of ['pseudonym', 'hidden'] as const) {
        for (const [argument, field] of asked) {
          const { data, errors } = await as(personal, wrapped(field));
          expect(
            errors?.map(({ originalError }: any) => [originalError?.code, originalError?.details.argument]),
          ).toEqual([['FORBIDDEN', argument]]);
          expect(JSON.stringify(data)).not.toMatch(/:("|\d|true|false|\[)/);
        }
      }
      for (const [, field] of asked) expect((await as('shown', wrapped(field))).errors).toBeUndefined();
    },
  );
});

/** A group that stands on nobody. */
const groupOf = ({ leaves }: ViewBinding) =>
  leaves.find(({ field }) => !field.column.personal && field.column.kind === 'text')?.enumName;

test('a cursor that was made by a viewer who sees names is of no use to one who does not', async () => {
  const page = (after = '') => `{ routes(orderBy: [ROUTE_NAME_ASC], first: 1${after}) { pageInfo { endCursor } } }`;
  const { data } = await as('shown', page());
  const { endCursor } = data.routes.pageInfo;
  const { errors } = await as('hidden', page(`, after: "${endCursor}"`));
  expect(errors?.[0]?.message).toMatch(/^orderBy: /);
});

test('a union, a link and a search bring what the role may see', async () => {
  const remarks = '{ remarks(first: 5) { nodes { comments audit { createdBy } } } }';
  const units = `{ units(first: 3) { nodes { ${remarks.slice(2, -2)} currentRoute { routeName foreman users { nodes { userId } } } } } }`;
  const search =
    '{ searchWells(text: "synthetic", first: 3) { hits { matchedText unit { route comments audit { modifiedBy } } } } }';
  for (const document of [units, search]) {
    const [shown, pseudonym, hidden] = await Promise.all([
      as('shown', document),
      as('pseudonym', document),
      as('hidden', document),
    ]);
    expect([shown.errors, pseudonym.errors, hidden.errors]).toEqual([undefined, undefined, undefined]);
    const texts = (answer: any) => JSON.stringify(answer.data).match(/(?<=":)"[^"]*"/g) ?? [];
    expect(texts(shown).length).toBeGreaterThan(0);
    expect(
      texts(pseudonym)
        .filter((text) => !/person-/.test(text))
        .every((text) => /synthetic/i.test(text)),
    ).toBe(true);
    expect(texts(hidden).every((text) => /synthetic/i.test(text))).toBe(true);
  }
});

test('the walk met names and texts', () => {
  expect(told.names).toBeGreaterThan(500);
  expect(told.texts).toBeGreaterThan(50);
});
