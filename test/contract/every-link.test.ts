import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkField, ViewBinding } from '../../src/binding/bindings.js';
import { globalId } from '../../src/binding/global-id.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { RELATIONS, type Relation } from '../support/catalog.js';
import { ask, built, openStore } from '../support/execute.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

const { bindings } = built;
const SAMPLES = 25;

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

/** The catalog's relation that a link follows, and whether it goes from the parent to its children. */
function relationOf(owner: ViewBinding, target: ViewBinding, link: LinkField) {
  const pairs = link.from.map((column, index) => [column.name, link.to[index]?.name ?? '']);
  const same = (relation: Relation, turned: boolean) => {
    const on = relation.on.map(([mine, theirs]) => (turned ? [theirs, mine] : [mine, theirs]).join('='));
    return (
      on.sort().join() ===
      pairs
        .map((pair) => pair.join('='))
        .sort()
        .join()
    );
  };
  for (const relation of RELATIONS) {
    if (relation.child === owner.view && relation.parent === target.view && same(relation, false)) return { relation };
    if (relation.parent === owner.view && relation.child === target.view && same(relation, true))
      return { relation, turned: true };
  }
  return undefined;
}

/** Links that follow no relation of the catalog, and why they stand all the same. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'Unit.systemIntegrations': 'its parent is a unit or a completion, as the table says',
  'Completion.systemIntegrations': 'its parent is a unit or a completion, as the table says',
  'SystemIntegration.unit': 'its parent is a unit or a completion, as the table says',
  'SystemIntegration.completion': 'its parent is a unit or a completion, as the table says',
  'WiserockSystemIntegration.parentUnit': 'its parent is a unit or a completion, as the table says',
  'WiserockSystemIntegration.parentCompletion': 'its parent is a unit or a completion, as the table says',
  'WiserockUnit.systemIntegrations': 'its parent is a unit or a completion, as the table says',
  'WiserockCompletion.systemIntegrations': 'its parent is a unit or a completion, as the table says',
};

const links = [...bindings.views.values()].flatMap((owner) =>
  [...owner.fields].flatMap(([name, link]) => {
    const target = link.kind === 'link' ? bindings.views.get(link.target) : undefined;
    return link.kind === 'link' && target && owner.source === 'PRODVIEW' && target.source === 'PRODVIEW'
      ? [{ label: `${owner.type}.${name}`, name, owner, target, link }]
      : [];
  }),
);

test('every link follows a relation of the catalog, or says why it does not', () => {
  const unexplained = links.filter(
    ({ owner, target, link, label }) => !relationOf(owner, target, link) && !OTHERWISE[label],
  );
  expect(unexplained.map(({ label }) => label)).toEqual([]);
});

const explained = links.filter(({ owner, target, link }) => relationOf(owner, target, link));

describe.each(explained.map((each) => [each.label, each] as const))('%s', (_, { name, owner, target, link }) => {
  test('leads to the rows that SQL joins', async () => {
    const joined = await joinedRows(owner, target, link);
    const asked = [...joined.values()].map(({ row }, index) => {
      const nodes = link.many ? '(first: 1000) { totalCount nodes { id } }' : ' { id }';
      return `n${index}: node(id: "${globalId(owner, row)}") { ... on ${owner.type} { ${name}${nodes} } }`;
    });
    expect(asked.length).toBeGreaterThan(0);
    const { data, errors } = await ask(source, `{ ${asked.join('\n')} }`);
    expect(errors).toBeUndefined();
    for (const [index, { ids }] of [...joined.values()].entries()) {
      const value = data?.[`n${index}`][name];
      if (link.many) expectList(value, ids);
      else expect(ids).toContain(value?.id);
    }
  });
});

/** A list that is longer than a page shows the rows of its first page and counts all. */
function expectList(list: { totalCount: number; nodes: { id: string }[] }, ids: readonly string[]): void {
  const found = list.nodes.map(({ id }) => id);
  expect(list.totalCount).toBe(ids.length);
  expect(found.length).toBe(Math.min(ids.length, 1000));
  expect(found.filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(found).size).toBe(found.length);
}

/** Rows of the owner with the global ids of those that the catalog's relation joins them to, by SQL alone. */
async function joinedRows(owner: ViewBinding, target: ViewBinding, link: LinkField) {
  const { relation, turned } = relationOf(owner, target, link) as { relation: Relation; turned?: true };
  const [mine, theirs] = turned ? ['p', 'c'] : ['c', 'p'];
  const columns = (alias: string, view: ViewBinding, as: string) =>
    view.key.map((key, index) => `${alias}.${key.name} as ${as}_${index}`).join(', ');
  const on = relation.on.map(([child, parent]) => `c.${child} = p.${parent}`).join(' and ');
  const keys = owner.key.map(({ name }) => `${mine}.${name}`).join(', ');
  const superseded = target.grain
    ? `qualify row_number() over (partition by ${target.grain.columns.map((column) => `${theirs}.${column.name}`).join(', ')}
       order by ${theirs}._fivetran_synced desc, ${theirs}.id_rec) = 1`
    : '';
  const rows = await sql.run(
    `with joined as (select ${columns(mine, owner, 'mine')}, ${columns(theirs, target, 'theirs')},
       hash(${keys}) as place from ${relation.child} c join ${relation.parent} p on ${on} ${link.many ? superseded : ''}),
     few as (select distinct place from joined order by place limit ${SAMPLES})
     select * from joined where place in (select place from few)`,
  );
  const byOwner = new Map<string, { row: Record<string, string>; ids: string[] }>();
  for (const each of rows) {
    const row = keyed(owner, each, 'mine');
    const known = byOwner.get(JSON.stringify(row)) ?? { row, ids: [] };
    known.ids.push(globalId(target, keyed(target, each, 'theirs')));
    byOwner.set(JSON.stringify(row), known);
  }
  return byOwner;
}

const keyed = (view: ViewBinding, row: Record<string, unknown>, as: string): Record<string, string> =>
  Object.fromEntries(view.key.map(({ name }, index) => [name, String(row[`${as}_${index}`])]));
