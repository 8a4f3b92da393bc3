import { createServer } from 'node:http';
import pg from 'pg';
import { say } from './listen.js';

/** The limit: one statement a question whose result is the finished JSON text, prepared once and sent as it is. */
const STATEMENTS = {
  hierarchy: `
    with chosen as materialized (select id_rec, unit_name, api_10 from stg_prodview__units order by unit_name, id_rec limit $1),
    days as (
      select id_rec_comp, json_agg(json_build_object('allocationDate', allocation_date, 'oilBbl', allocated_oil_bbl,
        'gasMcf', allocated_gas_mcf, 'waterBbl', allocated_water_bbl) order by allocation_date) as list
      from stg_prodview__daily_allocations
      where id_rec_comp = any(array(select c.id_rec from stg_prodview__completions c join chosen on chosen.id_rec = c.id_rec_parent))
        and allocation_date between $2::date and $3::date
      group by id_rec_comp
    ),
    held as (
      select id_rec_parent, json_agg(json_build_object('idRec', id_rec, 'completionName', completion_name,
        'days', coalesce(days.list, '[]')) order by id_rec) as list
      from stg_prodview__completions left join days on id_rec_comp = id_rec
      where id_rec_parent in (select id_rec from chosen) group by id_rec_parent
    ),
    stored as (
      select id_rec_parent, json_agg(json_build_object('idRec', id_rec, 'tankName', tank_name,
        'tankCapacityBbl', tank_capacity_bbl) order by id_rec) as list
      from stg_prodview__tanks where id_rec_parent in (select id_rec from chosen) group by id_rec_parent
    )
    select json_build_object('data', json_build_object('units', json_agg(json_build_object('idRec', id_rec, 'unitName', unit_name,
      'api10', api_10, 'completions', coalesce(held.list, '[]'), 'tanks', coalesce(stored.list, '[]')) order by unit_name, id_rec)))::text
    from chosen left join held on held.id_rec_parent = id_rec left join stored on stored.id_rec_parent = id_rec`,
  small: `select json_build_object('data', json_build_object('unit', json_build_object('unitName', unit_name)))::text
    from stg_prodview__units where api_10 = $1`,
  list: `select json_build_object('data', json_build_object('units', json_agg(u)))::text from (
    select id_rec as "idRec", unit_name as "unitName", unit_display_name as "unitDisplayName", unit_type as "unitType",
      api_10 as "api10", is_operated as "isOperated", state_province as "stateProvince", county, pad_name as "padName",
      id_flownet as "idFlownet"
    from stg_prodview__units order by unit_name, id_rec limit $1) u`,
  viewport: `select json_build_object('data', json_build_object('facilities', json_agg(f)))::text from (
    select name, status, operator, lon, lat, id, source, source_id, site_type, kind, capacity_m3_per_day, basin, state, water_depth_m,
      start_date, prodview_flownet_id, prodview_facility_id, api_10, updated_at
    from facilities_in($1, $2, $3, $4)) f`,
  series: `select json_build_object('data', json_build_object('completions', json_agg(json_build_object('idRec', id_rec, 'days', list)
      order by id_rec)))::text
    from (select id_rec_comp as id_rec, json_agg(json_build_object('allocationDate', allocation_date, 'oilBbl', allocated_oil_bbl,
        'gasMcf', allocated_gas_mcf, 'waterBbl', allocated_water_bbl) order by allocation_date) as list
      from stg_prodview__daily_allocations where id_rec_comp = any($1) and allocation_date between $2::date and $3::date
      group by id_rec_comp) days`,
  mutation: `insert into reports (completion, production_date, oil_bbl) values ($1, $2, $3)
    returning json_build_object('data', json_build_object('report',
      json_build_object('productionDate', production_date, 'oilBbl', oil_bbl)))::text`,
};

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  options: '-c jit=off -c search_path=prodview,public',
});
const prepared = new Map();

async function answer({ question, values }) {
  const { rows } = await pool.query({ name: question, text: STATEMENTS[question], values, rowMode: 'array' });
  return rows[0][0];
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { string, ...asked } = JSON.parse(Buffer.concat(parts).toString());
  try {
    // A prepared string: what was answered before is kept as it is.
    const key = string ? JSON.stringify(asked) : '';
    if (string && !prepared.has(key)) prepared.set(key, Buffer.from(await answer(asked)));
    const body = string ? prepared.get(key) : Buffer.from(await answer(asked));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => say(server.address().port));
