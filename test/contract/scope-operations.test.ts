import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import { migrate } from '../../src/database/migrate.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { everyField } from '../support/every-field.js';
import { ask, built, openStore } from '../support/execute.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import {
  ALPHA,
  insertRecord,
  insertRecordsOf,
  type Owner,
  type Record,
  recordsOf,
  rowIdOf,
} from '../support/operations.js';
import { ENGINES, type Engine } from '../support/postgres.js';

// Two owners whose units are on two routes, with the same records each; a viewer of one route asks for everything.

const { bindings, schema } = built;
const HIDDEN: Owner = {
  ...ALPHA,
  unit_id: 'U1',
  completion_id: 'U1a',
  facility_id: 'F2',
  meter_id: 'U1tank1',
  route_id: 'R2',
};
const ROUTE: ViewerScope = {
  kind: 'keys',
  id: 'one route',
  keys: {
    UNIT: [[ALPHA.unit_id, ALPHA.id_flownet]],
    FACILITY: [[ALPHA.facility_id, ALPHA.id_flownet]],
    ROUTE: [['R1', ALPHA.id_flownet]],
    NETWORK: [[ALPHA.id_flownet]],
  },
};
const NOTHING: ViewerScope = { kind: 'nothing' };
/** Records of a facility as a whole, without a unit. */
const ofFacility = ({ facility_id, ...owner }: Owner): (readonly [string, Record])[] =>
  recordsOf({ ...owner, facility_id, completion_id: `${facility_id} alone` })
    .filter(([table]) => ['surveillance_event', 'production_constraint', 'maintenance_request'].includes(table))
    .map(([table, row]) => {
      const links = { downtime_event_row_id: null, recommendation_row_id: null };
      const own = { ...row, unit_id: null, completion_id: null, facility_id };
      return [table, table === 'maintenance_request' ? { ...own, ...links } : own];
    });

/** Records; what they are held against, such as catalogues and policies, has no id of its own. */
const operations = [...bindings.views.values()].filter(
  ({ source, key }) => source === 'OPS' && key[0]?.name === 'row_id',
);
const types = new Set(operations.map(({ type }) => type));
const lists = [...bindings.roots.values()].filter((root) => root.kind === 'list' && types.has(root.target));
const EVERYONE = new Set(operations.filter(({ scope }) => 'root' in scope).map(({ type }) => type));

describe.each(ENGINES)('%s', (_, open) => {
  let engine: Engine;
  let ops: RowSource;
  let prodview: RowSource;
  beforeAll(async () => {
    engine = await open();
    await engine.asOwner(async (client) => {
      await migrate(client);
      for (const owner of [ALPHA, HIDDEN]) {
        await insertRecordsOf(client, owner);
        for (const [table, row] of ofFacility(owner)) await insertRecord(client, table, row);
      }
    });
    ops = postgresSource(engine.open({ role: 'wellgraph_gateway' }), 'OPS');
    prodview = (await openStore(writeFolder(aField()))).source;
  }, 180_000);
  afterAll(async () => {
    await ops?.close();
    await prodview?.close();
    await engine?.close();
  });
  const asked = (document: string, scope: ViewerScope) => ask(prodview, document, {}, scope, 'shown', { OPS: ops });

  test('every table of operations is a type, has rows here and a list', () => {
    expect(operations.map(({ view }) => view).sort()).toEqual(
      [...recordsOf(ALPHA).map(([table]) => table), 'downtime_reason'].sort(),
    );
    expect(lists.map(({ target }) => target).sort()).toEqual(operations.map(({ type }) => type).sort());
    expect([...EVERYONE]).toEqual(['DowntimeReason']);
  });

  test('every link to a record of operations, and every id, is read by an index over all rows', async () => {
    const { rows } = await engine.asOwner((client) =>
      client.query(`select indrelid::regclass::text as table,
          array(select column_of
            from generate_series(1, indnkeyatts) n, pg_get_indexdef(indexrelid, n, false) column_of order by n) as columns
        from pg_index join pg_class on pg_class.oid = indrelid
        where relnamespace = 'ops'::regnamespace and indpred is null`),
    );
    const indexed = (view: string, columns: readonly string[]) =>
      rows.some(
        ({ table, columns: own }) =>
          table === `ops.${view}` && columns.every((name) => own.slice(0, columns.length).includes(name)),
      );
    const links = [...bindings.views.values()].flatMap(({ fields }) => [...fields.values()]);
    const reads = links.flatMap((field) => {
      const target = field.kind === 'link' && operations.find(({ type }) => type === field.target);
      return target ? [[field.label, target.view, field.to.map(({ name }) => name)] as const] : [];
    });
    const ids = operations.map(({ type, view }) => [type, view, ['row_id']] as const);
    expect(reads.length).toBeGreaterThan(40);
    expect([...reads, ...ids].filter(([, view, columns]) => !indexed(view, columns))).toEqual([]);
  });

  test.each(operations.map((view) => [view.type, view] as const))('%s', async (type, view) => {
    const label = lists.find(({ target }) => target === type)?.label.split('.')[1] ?? '';
    const list = `${label}(first: 1000) { totalCount nodes { rowId } aggregates { count } groups(by: [ROW_ID], first: 1000) { count } }`;
    const seen = async (scope: ViewerScope) => {
      const { data, errors } = await asked(`{ ${list} }`, scope);
      expect(errors).toBeUndefined();
      const { totalCount, nodes, aggregates, groups } = data[label];
      expect([nodes.length, aggregates.count, groups.length]).toEqual([totalCount, totalCount, totalCount]);
      return nodes.map(({ rowId }: { rowId: string }) => rowId).sort();
    };
    const all = await seen({ kind: 'everything' });
    expect(await seen(NOTHING)).toEqual([]);
    if (EVERYONE.has(type)) return void expect(await seen(ROUTE)).toEqual(all);
    const whole = ofFacility(ALPHA).flatMap(([table, row]) => (table === view.view ? [String(row.row_id)] : []));
    expect(await seen(ROUTE)).toEqual([rowIdOf(view.view, ALPHA), ...whole].sort());
    expect(all).toHaveLength(2 + 2 * whole.length);
  });

  test.each(operations.map((view) => [view.type, view] as const))(
    'a %s of another route is like none',
    async (type, view) => {
      if (EVERYONE.has(type)) return;
      const node = (owner: Owner) =>
        `node(id: "${globalId(view, { row_id: rowIdOf(view.view, owner) })}") { id ... on ${type} { ${everyField(schema, bindings, type)} } }`;
      const { data, errors } = await asked(`{ own: ${node(ALPHA)} hidden: ${node(HIDDEN)} }`, ROUTE);
      expect(errors).toBeUndefined();
      expect(data?.own).toMatchObject({ rowId: rowIdOf(view.view, ALPHA) });
      expect(data?.hidden).toBeNull();
    },
  );
});
