import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { CATALOG } from '../support/catalog.js';
import { everyField } from '../support/every-field.js';
import { ask, built, openStore } from '../support/execute.js';
import { collidingWith, copyOf, keysOfRoute } from '../support/owned.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

// A viewer of one route asks the whole store; another asks a copy that holds nothing but that route. They see the same.
// In the whole store another network has all of the route too, under the same ids.
const OTHER = 'ANOTHER-NETWORK';

const { bindings, schema } = built;
const NOTHING: ViewerScope = { kind: 'nothing' };
let whole: RowSource;
let copy: RowSource;
let sql: Sql;
let copied: Sql;
let scope: ViewerScope;
beforeAll(async () => {
  const folder = await syntheticFolder();
  const views = CATALOG.map(({ name }) => name);
  const original = await Sql.over(folder);
  const [busiest] = await original.run(`select current_route_id as route, u.id_flownet as network
    from stg_prodview__units u join stg_prodview__routes r on r.id_rec = current_route_id
    group by all order by count(*) desc, 1 limit 1`);
  const keys = await keysOfRoute(original, String(busiest?.route), String(busiest?.network));
  const routes = await copyOf(original, views, keys);
  const colliding = await collidingWith(original, views, keys, OTHER);
  original.close();
  sql = await Sql.over(colliding);
  scope = { kind: 'keys', id: 'one route', keys };
  whole = (await openStore(colliding)).source;
  copy = (await openStore(routes)).source;
  copied = await Sql.over(routes);
}, 120_000);
afterAll(async () => {
  await whole?.close();
  await copy?.close();
  sql?.close();
  copied?.close();
});

/** What the viewer of the route is answered from the whole store; asserted to be what the copy answers to anyone. */
async function same(document: string) {
  const scoped = await ask(whole, document, {}, scope);
  const alone = await ask(copy, document);
  expect(scoped.errors).toBeUndefined();
  expect(rounded(scoped)).toEqual(rounded(alone));
  return scoped.data;
}

/** Sums are added up in another order over fewer rows: the last digits of a double differ. */
const rounded = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (key, value) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : key === 'asOf' && /T/.test(value) ? undefined : value,
  );

const isProdview = (type: string) => bindings.views.get(type)?.source === 'PRODVIEW';
const lists = [...bindings.roots.values()].filter((root) => root.kind === 'list' && isProdview(root.target));

describe.each(lists.map((list) => [list.label, list] as const))('%s', (label, list) => {
  const [, name] = label.split('.');
  const wrapped = (field: string) => (label.startsWith('Wiserock.') ? `{ wiserock { ${field} } }` : `{ ${field} }`);
  const groups = Object.values((schema.getType(`${list.target}Group`) as any).getValues()).map(
    ({ name: value }: any) => value,
  );

  test('counts, sums, groups and pages show one route only', async () => {
    await same(
      wrapped(`${name}(first: 50) { totalCount pageInfo { hasNextPage endCursor } nodes { id } aggregates { count }
      groups(by: [${groups[0]}], first: 10000) { count } }`),
    );
  });

  test('a viewer of nothing sees nothing', async () => {
    const field = `${name} { totalCount nodes { id } aggregates { count } groups(by: [${groups[0]}]) { count } }`;
    const { data, errors } = await ask(whole, wrapped(field), {}, NOTHING);
    expect(errors).toBeUndefined();
    const found = label.startsWith('Wiserock.') ? data?.wiserock[name ?? ''] : data?.[name ?? ''];
    expect(found).toEqual({ totalCount: 0, nodes: [], aggregates: { count: 0 }, groups: [] });
  });
});

describe.each(
  [...bindings.views.values()].filter(({ type }) => isProdview(type)).map((view) => [view.type, view] as const),
)('%s', (type, view) => {
  const keys = view.key.map(({ name }) => name).join(', ');

  test('every field and link of a visible row is what a copy of the route says', async () => {
    const rows = await copied.run(`select ${keys} from ${view.view} order by hash(${keys}) limit 12`);
    const nodes = rows.map((row, index) => `n${index}: node(id: "${globalId(view, row)}") { ...Every }`);
    if (nodes.length > 0)
      await same(
        `{ ${nodes.join('\n')} } fragment Every on ${type} { __typename ${everyField(schema, bindings, type)} }`,
      );
  });

  test('a row of another route is like one that does not exist', async () => {
    const own = copied.run(`select ${keys} from ${view.view}`);
    const visible = new Set((await own).map((row) => globalId(view, row)));
    const rows = await sql.run(`select ${keys} from ${view.view} order by hash(${keys}) limit 200`);
    const hidden = rows
      .map((row) => globalId(view, row))
      .filter((id) => !visible.has(id))
      .slice(0, 12);
    const nodes = hidden.map((id, index) => `n${index}: node(id: "${id}") { id }`);
    if (nodes.length === 0) return;
    const { data, errors } = await ask(whole, `{ ${nodes.join('\n')} }`, {}, scope);
    expect(errors).toBeUndefined();
    expect(Object.values(data ?? {}).filter((row) => row !== null)).toEqual([]);
  });
});

test('the search, the trace and the series keep to the route', async () => {
  const [unit] = await copied.run('select id_rec, unit_name from stg_prodview__units order by unit_name limit 1');
  const units = await sql.run('select id_rec from stg_prodview__units order by id_rec');
  const completions = await sql.run('select id_rec from stg_prodview__completions order by id_rec');
  const ids = (type: string, rows: Record<string, any>[]) => {
    const view = bindings.views.get(type);
    return rows.map((row) => `"${view ? globalId(view, row) : ''}"`).join(', ');
  };
  await same('{ searchWells(text: "synthetic", first: 100) { matched hits { matchedText unit { id } } } }');
  await same(`{ productionSeries(completions: [${ids('Completion', completions)}], from: "2026-05-01", to: "2026-05-31") {
    newestDay series { completion { id } points { at boe } } } }`);
  await same(`{ unitProductionSeries(units: [${ids('Unit', units)}], from: "2026-05-01", to: "2026-05-31") {
    series { unit { id } points { at boe } } } }`);
  await same(`{ trace(from: ${ids('Unit', unit ? [unit] : [])}, direction: BOTH, on: "2026-06-15") {
    nodes { name depth } edges { from to } stoppedBecause } }`);
});

test('the other network has units, completions and days under the ids of the route', async () => {
  for (const view of ['units', 'completions', 'daily_allocations', 'unit_opening_inventories']) {
    const network = view === 'unit_opening_inventories' ? 'flow_network_id' : 'id_flownet';
    const [theirs] = await sql.run(
      `select count(*)::int as n from stg_prodview__${view} where ${network} = '${OTHER}'`,
    );
    const [own] = await copied.run(`select count(*)::int as n from stg_prodview__${view}`);
    expect(own?.n).toBeGreaterThan(0);
    expect(theirs?.n).toBe(own?.n);
  }
});

test('the scope is neither empty nor everything', async () => {
  const [all] = await sql.run('select count(*)::int as n from stg_prodview__daily_allocations');
  const [own] = await copied.run('select count(*)::int as n from stg_prodview__daily_allocations');
  expect(own?.n).toBeGreaterThan(0);
  expect(own?.n).toBeLessThan(all?.n);
});
