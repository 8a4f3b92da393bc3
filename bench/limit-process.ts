import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { parseConfig } from '../src/config.js';
import { FIRST_UNITS, FROM, TO } from './hierarchy.js';

const config = parseConfig(process.env);
const folder = config.PRODVIEW_FOLDER ?? '';
const view = (name: string) => `'${join(folder, `stg_prodview__${name}.parquet`).replaceAll("'", "''")}'`;
const text = (column: string) => `coalesce(to_json(${column})::varchar, 'null')`;
const number = (column: string) => `coalesce(${column}::varchar, 'null')`;

/** The answer to the hierarchical question, made by DuckDB to the last bracket: nothing is left to do but to send it. */
const STATEMENT = `
  with chosen as (
    select id_rec, id_flownet, unit_name, api_10 from ${view('units')} order by unit_name, id_rec limit ${FIRST_UNITS}
  ),
  held as (
    select id_rec, id_rec_parent, completion_name from ${view('completions')}
    where (id_rec_parent, id_flownet) in (select id_rec, id_flownet from chosen)
  ),
  days as (
    select id_rec_comp, string_agg('{"allocationDate":"' || allocation_date::date
        || '","allocated":{"oilBbl":' || ${number('allocated_oil_bbl')} || ',"gasMcf":' || ${number('allocated_gas_mcf')}
        || ',"waterBbl":' || ${number('allocated_water_bbl')} || '}}', ',' order by allocation_date, id_rec) as nodes
    from ${view('daily_allocations')}
    where allocation_date >= $1::timestamp and allocation_date < $2::timestamp + interval 1 day
      and id_rec_comp in (select id_rec from held)
    group by id_rec_comp
  ),
  completions as (
    select id_rec_parent, string_agg('{"idRec":' || ${text('held.id_rec')}
        || ',"completionName":' || ${text('completion_name')}
        || ',"dailyAllocations":{"nodes":[' || coalesce(nodes, '') || ']}}', ',' order by held.id_rec) as nodes
    from held left join days on id_rec_comp = held.id_rec
    group by id_rec_parent
  )
  select '{"data":{"units":{"nodes":[' || string_agg('{"idRec":' || ${text('chosen.id_rec')}
      || ',"unitName":' || ${text('unit_name')} || ',"api10":' || ${text('api_10')}
      || ',"completions":{"nodes":[' || coalesce(nodes, '') || ']}}', ',' order by unit_name, chosen.id_rec) || ']}}}'
  from chosen left join completions on id_rec_parent = chosen.id_rec`;

async function prepare(): Promise<DuckDBPreparedStatement> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${config.DUCKDB_MEMORY_MB}MB`,
    threads: String(config.DUCKDB_THREADS),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  const statement = await connection.prepare(STATEMENT);
  statement.bindVarchar(1, FROM);
  statement.bindVarchar(2, TO);
  return statement;
}

const statement = await prepare();
const server = createServer(async (request, response) => {
  request.resume();
  const [chunk] = await (await statement.run()).fetchAllChunks();
  const body = String(chunk?.getColumnValues(0)[0]);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
});
