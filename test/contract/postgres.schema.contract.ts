import { expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { asRole, type Engine } from '../support/postgres.js';

const SITE =
  "insert into core.facility_sites (source, source_id, name, site_type, status, geom) values ('test', 'x', 'A', 'DSP', 'active',";
const LINE = "insert into core.pipelines (source, source_id, name, status, geom) values ('test', 'x', 'A', 'active',";
const AREA =
  "insert into core.field_areas (source, source_id, name, area_type, status, geom) values ('test', 'x', 'A', 'lease', 'producing',";
/** A square whose ring does not close, as well-known bytes: text with such a ring PostGIS refuses by itself. */
const UNCLOSED = `01060000000100000001030000000100000004000000${[0, 0, 0, 1, 1, 1, 1, 0].map((n) => (n === 0 ? '0000000000000000' : '000000000000f03f')).join('')}`;

/** What the migrations make: constraints, grants, and staging, on a database that was empty. */
export function schemaContract(engine: () => Engine): void {
  test('two copies that start at once migrate once, and a second time there is nothing to do', async () => {
    const both = await Promise.all([1, 2].map(() => engine().asOwner((client) => migrate(client))));
    const [first, second] = both.sort((a, b) => b.length - a.length);
    expect(first?.[0]).toBe('0001_schemas-and-roles');
    expect(second).toEqual([]);
    expect(await engine().asOwner((client) => migrate(client))).toEqual([]);
    const { rows } = await engine().asOwner((client) => client.query('select name from ops.migrations order by id'));
    expect(rows.map(({ name }) => name)).toEqual(first);
  });

  test.each([
    ['a latitude of 95', `${SITE} ST_Point(5, 95, 4326))`, /on_earth/],
    ['a longitude that is no number', `${SITE} ST_Point('NaN', 60, 4326))`, /on_earth|valid/],
    ['another reference system', `${SITE} ST_Point(500000, 6600000, 25832))`, /SRID/],
    ['metres without a reference system', `${SITE} ST_Point(500000, 6600000))`, /on_earth/],
    ['a third dimension', `${SITE} 'SRID=4326;POINT Z (5 60 1)')`, /Z dimension/],
    ['an empty point', `${SITE} 'SRID=4326;POINT EMPTY')`, /valid/],
    ['a line where a point belongs', `${SITE} 'SRID=4326;LINESTRING (5 60, 6 60)')`, /type/],
    ['a point where a line belongs', `${LINE} 'SRID=4326;POINT (5 60)')`, /is_line/],
    ['a line without length', `${LINE} 'SRID=4326;LINESTRING (5 60, 5 60)')`, /valid/],
    ['a line across the pole', `${LINE} 'SRID=4326;LINESTRING (5 60, 5 91)')`, /on_earth/],
    ['a polygon that crosses itself', `${AREA} 'SRID=4326;MULTIPOLYGON (((0 0, 1 1, 1 0, 0 1, 0 0)))')`, /valid/],
    ['a ring that does not close', `${AREA} ST_SetSRID(ST_GeomFromWKB('\\x${UNCLOSED}'), 4326))`, /valid|closed|ring/i],
    ['a type of site that there is not', `${SITE.replace("'DSP'", "'PUB'")} ST_Point(5, 60, 4326))`, /site_type/],
    [
      'a status that there is not',
      `${LINE.replace("'active'", "'lost'")} 'SRID=4326;LINESTRING (5 60, 6 60)')`,
      /status/,
    ],
  ])('core refuses %s', async (_, text, reason) => {
    await expect(engine().asOwner((client) => client.query(text))).rejects.toThrow(reason);
  });

  test('an update moves updated_at and neither id nor created_at', async () => {
    const [before, after] = await engine().asOwner(async (client) => {
      const made = await client.query(`${SITE} ST_Point(5, 60, 4326)) returning *`);
      await client.query('select pg_sleep(0.01)');
      const moved = await client.query(
        "update core.facility_sites set id = gen_random_uuid(), created_at = 'epoch' returning *",
      );
      await client.query('delete from core.facility_sites');
      return [made.rows[0], moved.rows[0]];
    });
    expect(after).toMatchObject({ id: before.id, created_at: before.created_at });
    expect(after.updated_at.getTime()).toBeGreaterThan(before.updated_at.getTime());
  });

  const DENIED = /permission denied/;
  test.each([
    ['wellgraph_gateway', 'select count(*) from marts.pipelines_public', undefined],
    ['wellgraph_gateway', 'select count(*) from core.pipelines', DENIED],
    ['wellgraph_gateway', "update core.pipelines set name = 'x'", DENIED],
    ['wellgraph_gateway', 'delete from marts.pipelines_public', DENIED],
    ['wellgraph_gateway', "update marts.facility_sites_public set name = 'x'", DENIED],
    ['wellgraph_gateway', 'create table marts.mine (x int)', DENIED],
    ['wellgraph_gateway', 'create table public.mine (x int)', DENIED],
    ['wellgraph_gateway', 'select * from staging.rejected_rows', DENIED],
    ['wellgraph_gateway', 'select * from ops.run_log', DENIED],
    ['role_gis_ro', 'select count(*) from marts.field_wells_public', undefined],
    ['role_gis_ro', 'select count(*) from core.facility_sites', DENIED],
    ['role_gis_ro', 'delete from marts.pipelines_public', DENIED],
    ['role_dagster', "insert into staging.b3_activity_raw (payload) values ('{}')", undefined],
    ['role_dagster', "select * from staging.load_features('pipelines', gen_random_uuid(), '{}')", undefined],
    ['role_dagster', 'create table core.mine (x int)', DENIED],
    ['role_dbt', 'create view marts.mine as select id from core.pipelines', undefined],
    ['role_dbt', 'insert into staging.b3_activity_raw (payload) values (null)', DENIED],
  ])('%s: %s', async (role, text, refusal) => {
    const run = engine().asOwner((client) => asRole(client, role, text));
    if (refusal) await expect(run).rejects.toThrow(refusal);
    else await expect(run).resolves.toBeDefined();
  });

  test('what dbt makes in marts is readable for the gateway at once', async () => {
    const rows = await engine().asOwner(async (client) => {
      await client.query('set role role_dbt');
      await client.query('create table marts.made_by_dbt (x int)');
      await client.query('reset role');
      const found = await asRole(client, 'wellgraph_gateway', 'select count(*) from marts.made_by_dbt');
      await client.query('drop table marts.made_by_dbt');
      return found;
    });
    expect(rows).toEqual([{ count: '0' }]);
  });

  test('of the reports of an activity the last one counts', async () => {
    const rows = await engine().asOwner(async (client) => {
      const reports = [{ id: 'a', volume: 1 }, { id: 'b', volume: 2 }, { id: 'a', volume: 3 }, { volume: 4 }];
      for (const report of reports)
        await client.query('insert into staging.b3_activity_raw (payload) values ($1)', [report]);
      return (await client.query('select source_id, payload from staging.b3_activity order by 1')).rows;
    });
    expect(rows).toEqual([
      { source_id: 'a', payload: { id: 'a', volume: 3 } },
      { source_id: 'b', payload: { id: 'b', volume: 2 } },
    ]);
  });
}
