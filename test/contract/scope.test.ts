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

/** As `same`, where the answer is an error or a part of it is: its words, its code and its argument tell nothing either. */
async function sameErrors(document: string) {
  const [scoped, alone] = [await ask(whole, document, {}, scope), await ask(copy, document)];
  const told = ({ errors, data }: typeof scoped) => ({
    data: rounded(data ?? null),
    errors: errors?.map(({ message, path, originalError }: any) => [
      message,
      path,
      originalError?.code,
      originalError?.details,
    ]),
  });
  expect(told(scoped)).toEqual(told(alone));
  return scoped.errors ?? [];
}

const idsOf = (type: string, rows: readonly Record<string, any>[]) => {
  const view = bindings.views.get(type);
  return rows.map((row) => `"${view ? globalId(view, row) : ''}"`);
};
/** Records of a view that the viewer does not see, and some that they do. */
async function hiddenAndSeen(view: string, columns: string, most: number) {
  const known = (await copied.run(`select ${columns} from ${view} order by hash(id_rec)`)).slice(0, most);
  const own = new Set((await copied.run(`select id_rec from ${view}`)).map(({ id_rec }) => id_rec));
  const all = await sql.run(`select distinct on (id_rec) ${columns} from ${view} order by hash(id_rec)`);
  const hidden = all.filter(({ id_rec }) => !own.has(id_rec)).slice(0, most);
  expect([hidden.length > 0, known.length > 0]).toEqual([true, true]);
  return { hidden, known };
}

describe('the search', () => {
  test('finds no unit of another route by its names and numbers, by parts of them or with a typing error', async () => {
    const aliases = ['unit_name', 'unit_display_name', 'api_10', 'property_eid', 'lease_name', 'pad_name', 'stop_name'];
    const { hidden, known } = await hiddenAndSeen('stg_prodview__units', `id_rec, ${aliases.join(', ')}`, 12);
    const words = [...hidden, ...known].flatMap((unit) => aliases.flatMap((alias) => unit[alias] ?? []).map(String));
    const typed = words.flatMap((word) => [word, word.slice(0, -1), `${word.slice(0, 4)}x${word.slice(5)}`]);
    const texts = [...new Set(typed)].filter((text) => text.trim() !== '');
    const fields = texts.map(
      (text, n) => `s${n}: searchWells(text: ${JSON.stringify(text)}, first: 100) {
        matched truncated hits { score matchedOn matchedText unit { id unitName } } }`,
    );
    expect(fields.length).toBeGreaterThan(50);
    await same(`{ ${fields.join('\n')} }`);
  });
});

describe('a series', () => {
  const FULL = `bucketUsed from to newestDay series { bucketsWithoutData downsampled points {
    at daysWithData oilBbl condensateBbl hcliqBbl gasMcf waterBbl boe downtimeHours operatingTimeHours boePerDay } `;

  test.each(['DAY', 'MONTH', 'AUTO'])(
    'by %s has the lines of the route, and for others what an id that does not exist has',
    async (bucket) => {
      const window = `from: "2026-03-01", to: "2026-07-31", bucket: ${bucket}, gaps: ZERO, maxPoints: 20`;
      const completions = await hiddenAndSeen('stg_prodview__completions', 'id_rec', 30);
      const units = await hiddenAndSeen('stg_prodview__units', 'id_rec', 30);
      const none = [{ id_rec: 'NOWHERE' }];
      for (const rows of [completions.known, [...completions.known, ...completions.hidden], completions.hidden, none])
        await sameErrors(
          `{ productionSeries(completions: [${idsOf('Completion', rows)}], ${window}) { ${FULL} completionId completion { id label } } } }`,
        );
      for (const rows of [units.known, [...units.hidden, ...units.known], none])
        await sameErrors(
          `{ unitProductionSeries(units: [${idsOf('Unit', rows)}], ${window}) { ${FULL} unitId unit { id label } } } }`,
        );
    },
  );
});

describe('a trace', () => {
  const FULL = `idFlownet on nodes { id depth name kind volume { id gathered { hcliqBbl gasMcf waterBbl } } node { id } unit { id }
    balance { in { hcliqBbl } out { hcliqBbl } gain { hcliqBbl } } } edges { id from to recirculation validFrom validTo }
    balance { in { hcliqBbl gasMcf } out { hcliqBbl gasMcf } gain { hcliqBbl gasMcf } }
    stoppedBecause truncated cycles { path recirculation } cycleCount`;

  test.each(['UPSTREAM', 'DOWNSTREAM', 'BOTH'])(
    '%s passes through nodes of the route only, and begins nowhere else',
    async (direction) => {
      const units = await hiddenAndSeen('stg_prodview__units', 'id_rec', 4);
      const nodes = await hiddenAndSeen('stg_prodview__unit_nodes', 'id_rec', 4);
      const from = [
        ...idsOf('Unit', [...units.known, ...units.hidden, { id_rec: 'NOWHERE' }]),
        ...idsOf('UnitNode', [...nodes.known, ...nodes.hidden]),
      ];
      const fields = from.map(
        (id, n) => `t${n}: trace(from: ${id}, direction: ${direction}, on: "2026-06-15") { ${FULL} }`,
      );
      const data = await same(`{ ${fields.join('\n')} }`);
      expect(Object.values(data ?? {}).filter((trace) => trace !== null)).toHaveLength(
        units.known.length + nodes.known.length,
      );
    },
  );
});

describe('an error', () => {
  test('says of what is hidden what it says of what does not exist', async () => {
    const { hidden, known } = await hiddenAndSeen('stg_prodview__units', 'id_rec, api_10, property_eid', 8);
    const by = [...hidden, ...known].flatMap(({ api_10, property_eid }, n) => [
      ...(api_10 ? [`a${n}: unitByApi(api10: "${api_10}") { id }`] : []),
      ...(property_eid ? [`e${n}: unitByEid(propertyEid: "${property_eid}") { id }`] : []),
    ]);
    expect(await sameErrors(`{ ${by.join('\n')} }`)).toEqual([]);
  });

  test.each([
    ['of too many groups', 'units { groups(by: [UNIT_NAME], first: 1) { count } }'],
    ['of a page that is too large', 'units(first: 100000) { nodes { id } }'],
    ['of a cursor that is none', 'units(after: "bm8") { nodes { id } }'],
    ['of days the wrong way round', 'dailyAllocations(from: "2026-06-02", to: "2026-06-01") { totalCount }'],
    ['of a trace from what is no node', 'trace(from: "bm8", on: "2026-06-15") { cycleCount }'],
  ])('%s is the one that the route alone would give', async (_, field) => {
    expect(await sameErrors(`{ ${field} }`)).toHaveLength(1);
  });

  test('is given for a cursor of another viewer as for one of their own, and its page shows the route only', async () => {
    const { data } = await ask(whole, '{ units(first: 3) { pageInfo { endCursor } } }');
    await sameErrors(`{ units(after: "${data.units.pageInfo.endCursor}", first: 100) { nodes { id } } }`);
  });
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
