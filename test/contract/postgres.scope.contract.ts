import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ViewBinding } from '../../src/binding/bindings.js';
import { scopeOn, type ViewerScope } from '../../src/binding/viewer-scope.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import type { Key, Scope } from '../../src/sources/row-source.js';
import { built } from '../support/execute.js';
import { asRole, type Engine } from '../support/postgres.js';

const GATEWAY = 'wellgraph_gateway';
const views = [...built.bindings.views.values()].filter(({ source }) => source === 'GIS');
const WITHOUT_CONDITION = { all: [] } as const;

/** The database's own wall, over the sample: it holds where a statement of the gateway says nothing of its viewer. */
export function scopeContract(engine: () => Engine, hasLogins: boolean): void {
  let narrow: Extract<ViewerScope, { kind: 'keys' }>;
  let wide: typeof narrow;
  const asOwner = (text: string, values: unknown[] = []) =>
    engine().asOwner(async (client) => (await client.query(text, values)).rows);
  const pairs = async (columns: string, table: string, where = 'true'): Promise<Key[]> =>
    (await asOwner(`select distinct ${columns} from ${table} where ${where} order by 1, 2`)).map((row) =>
      Object.values(row).map(String),
    );

  beforeAll(async () => {
    const units = await pairs(
      'prodview_unit_id, prodview_flownet_id',
      'core.well_locations',
      'prodview_unit_id is not null',
    );
    const facilities = await pairs(
      'prodview_facility_id, prodview_flownet_id',
      'core.facility_sites',
      'prodview_facility_id is not null',
    );
    const routes = await pairs(
      'prodview_route_id, prodview_flownet_id',
      'core.field_areas',
      'prodview_route_id is not null',
    );
    const keys = (id: string, share: number): typeof narrow => {
      const some = (all: readonly Key[]) => all.filter((_, at) => at % share === 0);
      const elsewhere = (all: readonly Key[]) => all.map(([own = '']): Key => [own, 'ANOTHER-NETWORK']);
      const lists = { UNIT: some(units), FACILITY: some(facilities), ROUTE: some(routes), NETWORK: [] };
      // Under a narrow scope the others' ids are named too, in a network that has nothing.
      const named = share === 1 ? lists : { ...lists, UNIT: [...some(units), ...elsewhere(units.slice(0, 500))] };
      return { kind: 'keys', id, keys: named };
    };
    narrow = keys('narrow', 40);
    wide = keys('wide', 1);
  });

  const source = () => postgresSource(engine().open({ role: GATEWAY }), 'GIS');
  const columnsOf = ({ key }: ViewBinding) => [...key];
  const read = (view: ViewBinding, scope: Scope) => ({
    label: view.type,
    view: view.view,
    scope,
    rowLimit: 10_000,
    columns: columnsOf(view),
    order: columnsOf(view).map((column) => ({ column, descending: false })),
  });

  test.each(views.map((view) => [view.type, view] as const))(
    '%s: a session that says nothing sees nothing',
    async (_, view) => {
      const [found] = await engine().asOwner((client) =>
        asRole(client, GATEWAY, `select count(*)::int as n from marts.${view.view}`),
      );
      expect(found).toEqual({ n: 0 });
      const [all] = await asOwner(`select count(*)::int as n from marts.${view.view}`);
      expect(all.n).toBeGreaterThan(100);
    },
  );

  test.each(views.map((view) => [view.type, view] as const))(
    '%s: with the condition taken out of its statements the gateway still shows what the viewer may see, to the row',
    async (_, view) => {
      const reading = source();
      const scope = scopeOn(view, narrow, built.bindings);
      if (scope.kind !== 'where') throw new Error('the viewer has no scope');
      const behindWall = await reading.select(read(view, { ...scope, condition: WITHOUT_CONDITION }));
      const [counted] = await reading.aggregate({
        ...read(view, { ...scope, condition: WITHOUT_CONDITION }),
        groupBy: [],
        measures: [{ as: 'n', of: 'count' }],
      });
      const twice = await reading.select(read(view, scope));
      const everything = await reading.select(read(view, { kind: 'everything' }));
      const nothing = await reading.select(read(view, { kind: 'where', condition: WITHOUT_CONDITION }));
      await reading.close();
      // As the owner, whom the wall does not hold, the gateway's own condition stands alone.
      const owning = postgresSource(engine().open(), 'GIS');
      const byCondition = await owning.select(read(view, scope));
      await owning.close();
      expect(behindWall).toEqual(byCondition);
      expect(twice).toEqual(byCondition);
      expect(counted?.n).toBe(byCondition.length);
      expect(byCondition.length).toBeGreaterThan(0);
      expect(byCondition.length).toBeLessThan(everything.length);
      expect(nothing).toEqual([]);
    },
  );

  test('a connection is told of its viewer when that is another one, and not again', async () => {
    const database = engine().open({ role: GATEWAY, connections: 1 });
    const told: unknown[] = [];
    const connect = async () => {
      const client = await database.pool.connect();
      const query = (asked: { text: string; values: unknown[] }) => {
        if (asked.text.includes('set_config')) told.push((asked.values[1] as string[])[0]);
        return client.query(asked as never);
      };
      const known = seen.get(client) ?? { query, release: (broken?: boolean) => client.release(broken) };
      seen.set(client, known);
      return known as never;
    };
    const seen = new Map<pg.PoolClient, unknown>();
    const pool = { waitingCount: 0, connect };
    const reading = postgresSource({ pool, close: database.close, limits: database.limits }, 'GIS');
    const wells = views.find(({ type }) => type === 'WellLocation') as ViewBinding;
    const as = (viewer: ViewerScope) => reading.select(read(wells, scopeOn(wells, viewer, built.bindings)));
    const counts: number[] = [];
    const turns: ViewerScope[] = [narrow, narrow, wide, { kind: 'everything' }, { kind: 'nothing' }, narrow];
    for (const viewer of turns) counts.push((await as(viewer)).length);
    await reading.close();
    expect(told).toEqual(['keys', 'keys', 'everything', 'nothing', 'keys']);
    expect(counts[1]).toBe(counts[0]);
    expect(counts[5]).toBe(counts[0]);
    expect(counts[4]).toBe(0);
    expect(counts[2]).toBe(counts[3]);
  });

  test('7,000 keys are looked up, not searched, and the indexes of the shapes still serve', async () => {
    expect(wide.keys.UNIT.length).toBeGreaterThan(7_000);
    const plans = await engine().asOwner(async (client) => {
      await client.query(`set role ${GATEWAY}`);
      await client.query(
        "select set_config('wellgraph.scope', 'keys', false), set_config('wellgraph.units', $1, false)",
        [JSON.stringify(wide.keys.UNIT)],
      );
      const plan = async (text: string) =>
        JSON.stringify((await client.query(`explain (analyze, format json) ${text}`)).rows);
      return {
        all: await plan('select * from marts.well_locations_public'),
        near: await plan(
          "select * from marts.well_locations_public where ST_DWithin(geom::geography, 'POINT(2.8 60.4)', 500)",
        ),
        areas: await plan('select id from marts.field_areas_public'),
      };
    });
    expect(plans.all).toContain('hashed SubPlan');
    // The list is read once, not once a row.
    expect(plans.all).toMatch(/json_array_elements[^}]*"Actual Loops": ?1[,}]/);
    expect(plans.near).toContain('well_locations_geography');
    expect(plans.areas).toContain('well_locations_geom');
  });

  test('map software sees all that is public, and a statement of the gateway cannot be it', async () => {
    const count = 'select count(*)::int as n from marts.well_locations_public';
    const [gis] = await engine().asOwner((client) => asRole(client, 'role_gis_ro', count));
    expect(gis).toEqual({ n: 7004 });
    await engine().asOwner(async (client) => {
      await client.query('begin');
      await client.query(`set local role ${GATEWAY}`);
      await expect(client.query('select ops.keep_to_scope(null, null)')).rejects.toThrow('permission denied');
      await client.query('rollback');
    });
  });

  test.runIf(hasLogins)('a login is behind the wall by the roles that it was given', async () => {
    const logins = { wall_gateway: [GATEWAY], wall_gis: ['role_gis_ro'], wall_both: [GATEWAY, 'role_gis_ro'] };
    const counts: Record<string, unknown> = {};
    for (const [login, roles] of Object.entries(logins)) {
      await asOwner(`create role ${login} login`);
      await asOwner(`grant ${roles.join(', ')} to ${login}`);
      const database = engine().open({ login });
      const { rows } = await database.pool.query('select count(*)::int as n from marts.well_locations_public');
      counts[login] = rows[0].n;
      await database.close();
      await asOwner(`drop role ${login}`);
    }
    expect(counts).toEqual({ wall_gateway: 0, wall_gis: 7004, wall_both: 7004 });
  });

  test('a view that dbt makes over core is behind the wall too', async () => {
    const found = await engine().asOwner(async (client) => {
      await client.query('set role role_dbt');
      await client.query('create view marts.made_by_dbt as select id, status from core.well_locations');
      const count = 'select count(*)::int as n from marts.made_by_dbt';
      const [own] = (await client.query(count)).rows;
      await client.query('reset role');
      const [gateway] = await asRole(client, GATEWAY, count);
      await client.query('set role role_dbt');
      await client.query('drop view marts.made_by_dbt');
      return [own.n, gateway.n];
    });
    expect(found).toEqual([7130, 0]);
  });

  describe('a table of the operator’s own', () => {
    const say = "select set_config('wellgraph.scope', $1, true), set_config('wellgraph.units', $2, true)";
    const within = <T>(scope: string, units: readonly Key[], work: (client: pg.ClientBase) => Promise<T>) =>
      engine().asOwner(async (client) => {
        await client.query('begin');
        try {
          await client.query('create table ops.wall_notes (unit_id text, network_id text, note text)');
          await client.query("select ops.keep_to_scope('ops.wall_notes', 'network_id', '{unit_id}')");
          await client.query(
            "insert into ops.wall_notes values ('U1', 'N1', 'a'), ('U1', 'N2', 'b'), ('U2', 'N1', 'c')",
          );
          await client.query(`grant select, insert, update on ops.wall_notes to ${GATEWAY}`);
          await client.query(`set local role ${GATEWAY}`);
          await client.query(say, [scope, JSON.stringify(units)]);
          return await work(client);
        } finally {
          await client.query('rollback');
        }
      });
    const notes = async (client: pg.ClientBase) =>
      (await client.query('select note from ops.wall_notes order by 1')).rows.map(({ note }) => note).join('');

    test.each([
      ['everything', [], 'abc'],
      ['keys', [['U1', 'N1']], 'a'],
      [
        'keys',
        [
          ['U1', 'N2'],
          ['U2', 'N1'],
        ],
        'bc',
      ],
      ['keys', [], ''],
      ['nothing', [['U1', 'N1']], ''],
      ['', [['U1', 'N1']], ''],
      ['another word', [['U1', 'N1']], ''],
    ] as const)('is read in the scope %s of %j as %s', async (scope, units, seen) => {
      expect(await within(scope, units, notes)).toBe(seen);
    });

    test('takes no row from outside the scope, and lets none be moved out of it', async () => {
      const write = (text: string) => within('keys', [['U1', 'N1']], (client) => client.query(text));
      await expect(write("insert into ops.wall_notes values ('U1', 'N1', 'mine')")).resolves.toBeDefined();
      await expect(write("insert into ops.wall_notes values ('U1', 'N2', 'theirs')")).rejects.toThrow(
        /row-level security/,
      );
      await expect(write("update ops.wall_notes set network_id = 'N2'")).rejects.toThrow(/row-level security/);
      expect((await write("update ops.wall_notes set note = 'x'")).rowCount).toBe(1);
    });

    test('answers for one row at a time', async () => {
      const sees = (scope: string, units: readonly Key[]) =>
        within(scope, units, async (client) => {
          const text =
            "select ops.sees_unit('N1', 'U1') as own, ops.sees_unit('N2', 'U1') as other, ops.sees_facility('N1', 'U1') as site";
          return Object.values((await client.query(text)).rows[0]);
        });
      expect(await sees('keys', [['U1', 'N1']])).toEqual([true, false, false]);
      expect(await sees('everything', [])).toEqual([true, true, true]);
      expect(await sees('nothing', [['U1', 'N1']])).toEqual([false, false, false]);
    });
  });

  test('loads go on as the role of loads', async () => {
    const rows = await engine().asOwner((client) =>
      asRole(
        client,
        'role_dagster',
        `insert into core.well_locations (source, source_id, name, geom) values ('test', 'wall', 'A', 'SRID=4326;POINT (5 60)')
         on conflict (source, source_id) do update set name = 'B' returning name`,
      ),
    );
    expect(rows).toEqual([{ name: 'A' }]);
  });
}
