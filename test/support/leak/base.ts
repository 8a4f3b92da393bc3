import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sql } from '../sql.js';

const NETWORK = /^(id_flownet|flow_network_id|idflownet)$/;
const MIRROR = 'MIRROR-NETWORK';

/** What the busiest route lacks of its own and has to have, so that there is a row of every view to see. */
const ALSO = `select parent.id_rec_parent from stg_prodview__node_monthly_corrections own
  join stg_prodview__unit_nodes parent on parent.id_rec = own.id_rec_parent`;

/**
 * The synthetic network, and beside it another that mirrors it under ids of its own, so that there is a row of every view
 * not to see; and which route of the first one has most units.
 */
export async function openBase(folder: string, views: readonly string[]) {
  const synthetic = await Sql.over(folder);
  const [busiest] = await synthetic.run(`select current_route_id as route, id_flownet as network
    from stg_prodview__units where current_route_id is not null group by all order by count(*) desc, 1 limit 1`);
  const [route, network] = [String(busiest?.route), String(busiest?.network)];
  const base = mkdtempSync(join(tmpdir(), 'wellgraph-mirrored-'));
  for (const view of views) {
    const columns = await synthetic.run(`select column_name as name, column_type as type from (describe ${view})`);
    const mirrored = columns.map(({ name, type }) => {
      if (NETWORK.test(name)) return `'${MIRROR}' as ${name}`;
      if (type !== 'VARCHAR') return name;
      return `case when regexp_full_match(${name}, '[0-9A-F]{32}') then reverse(${name}) else ${name} end as ${name}`;
    });
    const own = view === 'stg_prodview__units' ? `* replace (${routed(route)} as current_route_id)` : '*';
    const rows = `select ${own} from ${view} union all by name select ${mirrored.join(', ')} from ${view}`;
    await synthetic.run(`copy (${rows}) to '${join(base, `${view}.parquet`)}' (format parquet)`);
  }
  synthetic.close();
  return { original: await Sql.over(base), route, network };
}

const routed = (route: string) => `case when id_rec in (${ALSO}) then '${route}' else current_route_id end`;
