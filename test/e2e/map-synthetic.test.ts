import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { ask, built, openStore } from '../support/execute.js';
import { keysOfRoute } from '../support/owned.js';
import { feature, type OwnMap, ownMap } from '../support/own-map.js';
import { type Recorded, recorded } from '../support/recorded.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

// A made-up network, its wells and sites put on both sides of the antimeridian: viewports and traces of it.

const P = 'stg_prodview__';
const DAY = '2026-06-15';
const WHOLE = { west: 170, south: -20, east: -170, north: 20 };
/** Places that are no place: only dbt models of one's own can have them, because tables of core refuse them. */
const NOWHERE = `
  create or replace view marts.well_locations_public as
  select id::text as id, source, source_id, name, status, operator, basin, state, field_name, water_depth_m, api_10,
    prodview_flownet_id, prodview_unit_id, updated_at,
    (case name when 'null' then null when 'empty' then 'SRID=4326;POINT EMPTY'::geometry else geom end)::geometry(Point, 4326) as geom, geom as centroid
  from core.well_locations`;

let sql: Sql;
let prodview: Recorded;
let store: RowSource;
let map: OwnMap;
let wells: Record<string, any>[];
let network: string;

/** West of the line for even numbers, east of it for odd ones. */
const placeOf = (index: number) => [index % 2 === 0 ? 175 + index / 1000 : -175 - index / 1000, (index % 30) / 10];

beforeAll(async () => {
  const folder = await syntheticFolder();
  sql = await Sql.over(folder);
  wells = await sql.run(
    `select id_rec, id_flownet, unit_name from ${P}units where unit_type ilike '%well%' order by 1`,
  );
  network = String(wells[0]?.id_flownet);
  const facilities = await sql.run(
    `select distinct current_facility_id as id from ${P}units where id is not null order by 1`,
  );
  const [pipe] = await sql.run(`select id_rec from ${P}unit_node_connections
    where inlet_unit_id_calculated in (select id_rec from ${P}units where unit_type = 'Facility')
      and connection_start_date <= '${DAY}' and connection_end_date is null order by 1 limit 1`);
  const point = (index: number) => ({ type: 'Point', coordinates: placeOf(index) });
  const own = { prodview_flownet_id: network };
  const strangers = [
    feature('stranger', point(1), { ...own, prodview_flownet_id: 'another', prodview_unit_id: wells[0]?.id_rec }),
    ...['null', 'empty'].map((name) => feature(name, point(1), { ...own, prodview_unit_id: wells[0]?.id_rec })),
  ];
  map = await ownMap(
    {
      well_locations: [
        ...strangers,
        ...wells.map(({ id_rec, unit_name }, index) =>
          feature(unit_name, point(index), { ...own, prodview_unit_id: id_rec }),
        ),
      ],
      facility_sites: facilities.map(({ id }, index) =>
        feature(id, point(100 + index), { ...own, site_type: 'BATTERY', status: 'active', prodview_facility_id: id }),
      ),
      pipelines: [
        feature(
          'line',
          { type: 'LineString', coordinates: [placeOf(0), [174, 5], placeOf(100)] },
          {
            ...own,
            status: 'active',
            prodview_connection_id: pipe?.id_rec,
            from_facility_id: facilities[0]?.id,
            to_facility_id: facilities[0]?.id,
          },
        ),
      ],
    },
    NOWHERE,
  );
  store = (await openStore(folder)).source;
  prodview = recorded(store);
}, 120_000);
afterAll(async () => {
  await store?.close();
  await map?.close();
  sql?.close();
});

const answer = async (query: string, variables: object = {}, scope: ViewerScope = { kind: 'everything' }) => {
  prodview.statements();
  map.source.statements();
  const { data, errors } = await ask(prodview, query, variables as Record<string, unknown>, scope, 'shown', map.source);
  expect(errors).toBeUndefined();
  return { data, statements: { prodview: prodview.statements(), gis: map.source.statements() } };
};
const MAP = `query ($box: BoxInput!, $first: Int, $unlocated: Boolean = false, $on: Date) { map(bbox: $box, zoom: 5) {
  facilitySites(first: $first) { geojson matched truncated }
  pipelines(first: $first) { geojson matched truncated }
  wellLocations(first: $first, unlocated: $unlocated, on: $on, attributes: [STATUS, LAST_OIL_RATE, LAST_TEST_AGE]) { geojson matched truncated }
} }`;

describe('a viewport', () => {
  test('across the antimeridian shows what lies on both sides, and each side its own', async () => {
    const of = async (box: object) => (await answer(MAP, { box })).data.map.wellLocations;
    const [both, west, east] = [await of(WHOLE), await of({ ...WHOLE, east: 180 }), await of({ ...WHOLE, west: -180 })];
    const named = ({ geojson }: any) => geojson.features.map(({ properties }: any) => properties.name);
    expect(named(both).sort()).toEqual([...named(west), ...named(east)].sort());
    expect([...wells.map(({ unit_name }) => unit_name), 'stranger'].sort()).toEqual(named(both).sort());
    expect(both.matched).toBe(wells.length + 1);
    for (const { geometry } of west.geojson.features) expect(geometry.coordinates[0]).toBeGreaterThan(170);
    for (const { geometry } of east.geojson.features) expect(geometry.coordinates[0]).toBeLessThan(-170);
  });

  test.each([1, 10_000])('with %i features a layer costs one statement of each store', async (first) => {
    const { data, statements } = await answer(MAP, { box: WHOLE, first });
    expect([statements.prodview.length, statements.gis.length]).toEqual([1, 1]);
    expect(data.map.wellLocations.truncated).toBe(first === 1);
  });

  test('shows what has no place only where that is asked for, as a null geometry', async () => {
    const { data } = await answer(MAP, { box: WHOLE, unlocated: true });
    const found = data.map.wellLocations.geojson.features.filter(({ properties }: any) =>
      /null|empty/.test(properties.name),
    );
    expect(found.map(({ geometry }: any) => geometry)).toEqual([null, null]);
    expect(data.map.wellLocations.matched).toBe(wells.length + 3);
  });

  test('an empty shape is none in lists either, and counts as none', async () => {
    const { data } = await answer(
      '{ wellLocations(where: { geometry: { isNull: true } }, orderBy: [NAME_ASC]) { nodes { name geometry } } }',
    );
    expect(data.wellLocations.nodes).toEqual([
      { name: 'empty', geometry: null },
      { name: 'null', geometry: null },
    ]);
  });
});

test('attributes are those of the network’s own unit, as SQL over the files finds them', async () => {
  const { data } = await answer(MAP, { box: WHOLE, on: DAY });
  const expected = await sql.run(`
    with c as (select id_rec, id_flownet, id_rec_parent as unit from ${P}completions),
      daily as (select *, row_number() over (partition by id_rec_unit, id_rec_comp, allocation_date order by _fivetran_synced desc nulls last, id_rec) as run
        from ${P}daily_allocations),
      days as (select id_rec_unit as unit, allocation_date::date as day, sum(allocated_oil_bbl) as oil from daily where run = 1 group by all),
      statuses as (select unit, status, row_number() over (partition by unit order by status_date desc nulls last, status) as place
        from ${P}status s join c on s.id_rec_parent = c.id_rec and s.id_flownet = c.id_flownet where status is not null),
      tests as (select unit, max(effective_date)::date as day from ${P}production_tests t join c on t.id_rec_parent = c.id_rec
        where coalesce(lower(invalid_test), '') not in ('true', 't', 'yes', 'y', '1') group by 1)
    select u.unit_name as name, s.status, d.oil, t.day::varchar as test, ('${DAY}'::date - t.day)::int as age from ${P}units u
    left join statuses s on s.unit = u.id_rec and s.place = 1
    left join (select * from days qualify day = max(day) over (partition by unit)) d on d.unit = u.id_rec
    left join tests t on t.unit = u.id_rec`);
  const known = new Map(expected.map((row) => [row.name, row]));
  for (const { properties } of data.map.wellLocations.geojson.features) {
    const { unitStatus, lastOilRateBblPerDay, lastTestDate, lastTestAgeDays } = properties;
    const row = known.get(properties.name); // of the stranger nothing is known: it is of another network
    expect([properties.name, unitStatus, lastTestDate, lastTestAgeDays]).toEqual([
      properties.name,
      row?.status ?? null,
      row?.test ?? null,
      row?.age ?? null,
    ]);
    expect(lastOilRateBblPerDay ?? 0).toBeCloseTo(row?.oil ?? 0, 6);
  }
  const facts = expected.filter(({ status, oil, test: day }) => status && oil > 0 && day);
  expect(facts.length).toBeGreaterThan(3);
});

const view = (type: string) =>
  built.bindings.views.get(type) as NonNullable<ReturnType<typeof built.bindings.views.get>>;
const TRACE = `query ($from: ID!) { trace(from: $from, direction: DOWNSTREAM, on: "${DAY}") {
  geojson unlocatedNodes nodes { id depth name kind unit { idRec currentFacility { idRec } } } edges { id from to recirculation } } }`;
const traceFrom = (row: Record<string, any>) => ({ from: globalId(view('Unit'), row) });

describe('a trace on the map', () => {
  test('draws the nodes that have a place where their well or its facility’s site is, and says how many it lacks', async () => {
    let [drawn, lacking, bySite] = [0, 0, 0];
    const placed = new Set(wells.map(({ id_rec }) => id_rec));
    for (const well of wells) {
      const { data, statements } = await answer(TRACE, traceFrom(well));
      if (!data.trace) continue;
      expect(statements.gis.length).toBeLessThanOrEqual(1);
      const { geojson, unlocatedNodes, nodes, edges } = data.trace;
      const points = geojson.features.filter(({ properties }: any) => properties.type === 'TraceNode');
      const located = nodes.filter(({ unit }: any) => placed.has(unit?.idRec) || unit?.currentFacility);
      expect(
        points.map(({ id, properties: { depth, name, kind, placeOf: of } }: any) => ({ id, depth, name, kind, of })),
      ).toEqual(
        located.map(({ id, depth, name, kind, unit }: any) => ({
          id,
          depth,
          name,
          kind,
          of: placed.has(unit.idRec) ? 'WellLocation' : 'FacilitySite',
        })),
      );
      expect(unlocatedNodes).toBe(nodes.length - located.length);
      const ids = new Set(located.map(({ id }: any) => id));
      const lines = geojson.features.filter(({ properties }: any) => properties.type === 'TraceEdge');
      expect(lines.map(({ id }: any) => id)).toEqual(
        edges.filter(({ from, to }: any) => ids.has(from) && ids.has(to)).map(({ id }: any) => id),
      );
      drawn += points.length;
      lacking += unlocatedNodes;
      bySite += points.filter(({ properties }: any) => properties.placeOf === 'FacilitySite').length;
    }
    expect(drawn).toBeGreaterThan(10);
    expect(lacking).toBeGreaterThan(0);
    expect(bySite).toBeGreaterThan(0);
  });

  test('draws connections as their pipeline runs, else straight and schematic, and not between nodes of one place', async () => {
    const seen = { pipeline: 0, straight: 0, none: 0 };
    for (const well of wells) {
      const { data } = await answer(TRACE, traceFrom(well));
      const features = data.trace?.geojson.features ?? [];
      const pointOf = new Map(features.map(({ id, geometry }: any) => [id, geometry?.coordinates]));
      for (const { geometry, properties } of features) {
        if (properties.type !== 'TraceEdge') continue;
        const ends = [pointOf.get(properties.from), pointOf.get(properties.to)];
        if (!properties.schematic) {
          seen.pipeline += 1;
          expect(geometry).toEqual({ type: 'LineString', coordinates: [placeOf(0), [174, 5], placeOf(100)] });
        } else if (geometry === null) {
          seen.none += 1;
          expect(ends[0]).toEqual(ends[1]);
        } else {
          seen.straight += 1;
          expect(geometry).toEqual({ type: 'LineString', coordinates: ends });
        }
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });

  test('costs no statement where it is not asked for', async () => {
    const { statements } = await answer(
      'query ($from: ID!) { trace(from: $from, on: "2026-06-15") { nodes { id } } }',
      traceFrom(wells[0] ?? {}),
    );
    expect(statements.gis).toEqual([]);
  });
});

describe('a viewer of one route', () => {
  let scope: ViewerScope;
  let units: Set<string>;
  beforeAll(async () => {
    const [busiest] =
      await sql.run(`select current_route_id as route, u.id_flownet as network from ${P}units u join ${P}routes r on r.id_rec = u.current_route_id
      where unit_type ilike '%well%' group by 1, 2 order by count(*), 1 limit 1`);
    const keys = await keysOfRoute(sql, String(busiest?.route), String(busiest?.network));
    scope = { kind: 'keys', id: 'one route', keys };
    units = new Set(keys.UNIT.map(([id]) => String(id)));
  });

  test('sees its wells and their attributes, and counts of nothing else', async () => {
    const mine = (await answer(MAP, { box: WHOLE }, scope)).data.map.wellLocations;
    const all = (await answer(MAP, { box: WHOLE })).data.map.wellLocations;
    const own = all.geojson.features.filter(
      ({ properties }: any) => units.has(properties.prodviewUnitId) && properties.name !== 'stranger',
    );
    const visible = mine.geojson.features.filter(({ properties }: any) => properties.name !== 'stranger');
    expect(visible).toEqual(own);
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(wells.length);
    expect([mine.matched, mine.truncated]).toEqual([mine.geojson.features.length, false]);
  });

  test('is drawn no node of another unit, though the trace leads there; those are counted', async () => {
    let hidden = 0;
    for (const well of wells.filter(({ id_rec }) => units.has(id_rec))) {
      const { data } = await answer(TRACE, traceFrom(well), scope);
      const whole = (await answer(TRACE, traceFrom(well))).data.trace;
      const { geojson, unlocatedNodes, nodes } = data.trace;
      const unitOf = new Map(whole.nodes.map(({ id, unit }: any) => [id, unit?.idRec]));
      const points = geojson.features.filter(({ properties }: any) => properties.type === 'TraceNode');
      for (const { id } of points) expect(units.has(unitOf.get(id) as string)).toBe(true);
      expect(unlocatedNodes).toBe(nodes.length - points.length);
      const drawn = new Set(points.map(({ id }: any) => id));
      for (const { properties } of geojson.features)
        if (properties.type === 'TraceEdge') expect(drawn.has(properties.from) && drawn.has(properties.to)).toBe(true);
      hidden += unlocatedNodes;
    }
    expect(hidden).toBeGreaterThan(0);
  });
});
