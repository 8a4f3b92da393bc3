import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Key } from '../../src/sources/row-source.js';
import { CATALOG } from './catalog.js';
import type { Sql } from './sql.js';

const P = 'stg_prodview__';
const W = 'stg_wiserock__pv_';

/**
 * Whose each row is, written down apart from the schema: the column and the view it leads to; several where one is
 * enough. Views that are not here are seen by an admin only.
 */
const OWNERS: Readonly<Record<string, readonly (readonly [column: string, view: string])[]>> = {
  [`${P}completions`]: [['id_rec_parent', `${P}units`]],
  ...all(
    ['status', 'completion_downtimes', 'completion_parameters', 'production_tests', 'production_tests_remaining'],
    ['id_rec_parent', `${P}completions`],
  ),
  ...all(['production_targets', 'artificial_lift'], ['id_rec_parent', `${P}completions`]),
  [`${P}production_targets_daily`]: [['id_rec_parent', `${P}production_targets`]],
  [`${P}system_integrations`]: [
    ['id_rec_parent', `${P}units`],
    ['id_rec_parent', `${P}completions`],
  ],
  [`${P}rod_pump_configs`]: [['id_rec_parent', `${P}artificial_lift`]],
  [`${P}rod_pump_entries`]: [['id_rec_parent', `${P}rod_pump_configs`]],
  [`${P}plunger_lifts`]: [['completion_id', `${P}artificial_lift`]],
  [`${P}plunger_lift_readings`]: [['plunger_lift_id', `${P}plunger_lifts`]],
  [`${P}daily_allocations`]: [['id_rec_unit', `${P}units`]],
  ...all(
    ['monthly_allocations', 'monthly_dispositions', 'partnership_agreements', 'remarks'],
    ['id_rec_parent', `${P}units`],
  ),
  ...all(
    ['tanks', 'gas_meters', 'gas_pd_meters', 'liquid_meters', 'other_measurement_points', 'unit_nodes'],
    ['id_rec_parent', `${P}units`],
  ),
  ...all(['daily_dispositions', 'unit_opening_inventories'], ['unit_id', `${P}units`]),
  [`${P}gathered_daily_volumes`]: [['completion_id', `${P}completions`]],
  [`${P}agreement_partners`]: [['id_rec_parent', `${P}partnership_agreements`]],
  ...all(['tank_readings', 'tank_straps', 'tank_starting_inventories', 'tank_daily_volumes'], ['tank_id', `${P}tanks`]),
  [`${P}tank_strap_details`]: [['tank_strap_id', `${P}tank_straps`]],
  [`${P}tank_monthly_volumes`]: [['parent_tank_id', `${P}tanks`]],
  [`${P}gas_meter_readings`]: [['id_rec_parent', `${P}gas_meters`]],
  [`${P}gas_pd_meter_readings`]: [['id_rec_parent', `${P}gas_pd_meters`]],
  [`${P}liquid_meter_readings`]: [['id_rec_parent', `${P}liquid_meters`]],
  [`${P}other_measurement_point_entries`]: [['id_rec_parent', `${P}other_measurement_points`]],
  ...all(
    ['unit_node_connections', 'node_monthly_volumes', 'node_monthly_corrections'],
    ['id_rec_parent', `${P}unit_nodes`],
  ),
  [`${P}node_daily_volumes`]: [['node_id', `${P}unit_nodes`]],
  [`${P}node_daily_corrections`]: [['id_rec_parent', `${P}node_monthly_corrections`]],
  [`${P}facility_monthly_volumes`]: [['id_rec_parent', `${P}facilities`]],
  [`${P}facility_daily_volumes`]: [['facility_id', `${P}facilities`]],
  [`${P}facility_daily_receipts`]: ends(
    'sending_unit_id',
    'receiving_unit_id',
    'sending_facility_id',
    'receiving_facility_id',
  ),
  [`${P}tickets`]: ends('sending_unit_id', 'receiving_unit_id', 'sending_facility_id', 'receiving_facility_id'),
  [`${P}route_users`]: [['id_rec_parent', `${P}routes`]],
  [`${W}completions`]: [['idrecparent', `${W}units`]],
  [`${W}daily_allocations`]: [['idrecunit', `${W}units`]],
  [`${W}remarks`]: [['idrecparent', `${W}units`]],
  ...feed([
    'status',
    'completion_downtimes',
    'completion_parameters',
    'production_tests',
    'fluid_levels',
    'artificial_lift',
  ]),
  [`${W}rod_pump_configs`]: [['idrecparent', `${W}artificial_lift`]],
  [`${W}rod_pump_entries`]: [['idrecparent', `${W}rod_pump_configs`]],
  [`${W}system_integration`]: [
    ['idrecparent', `${W}units`],
    ['idrecparent', `${W}completions`],
  ],
};

function all(views: readonly string[], owner: readonly [string, string]) {
  return Object.fromEntries(views.map((view) => [`${P}${view}`, [owner]]));
}

function feed(views: readonly string[]) {
  return Object.fromEntries(views.map((view) => [`${W}${view}`, [['idrecparent', `${W}completions`] as const]]));
}

function ends(...columns: string[]) {
  return columns.map((column) => [column, column.includes('unit') ? `${P}units` : `${P}facilities`] as const);
}

/** Views whose links may lead into another network: there the id alone decides. */
const ACROSS = new Set([`${P}facility_daily_receipts`, `${P}tickets`]);

/** The column that names a row's network. */
const NETWORKS = new Map(
  CATALOG.map(({ name, columns }) => {
    const known = columns.map((column) => column.name);
    return [name, known.find((column) => /^(id_flownet|flow_network_id|idflownet)$/.test(column)) ?? ''];
  }),
);
const networkOf = (view: string) => NETWORKS.get(view) ?? '';

/** What a viewer of one route holds: units, and the facilities, routes and networks they belong to today, with networks. */
export async function keysOfRoute(sql: Sql, route: string, network: string) {
  const of = async (...columns: string[]): Promise<Key[]> => {
    const rows = await sql.run(
      `select distinct ${columns.join(', ')} from ${P}units where current_route_id = '${route}' and id_flownet = '${network}'
       and ${columns[0]} is not null order by all`,
    );
    return rows.map((row) => columns.map((column) => String(row[column])));
  };
  return {
    UNIT: await of('id_rec', 'id_flownet'),
    FACILITY: await of('current_facility_id', 'id_flownet'),
    ROUTE: [[route, network]],
    NETWORK: [[network]],
  };
}

type Keys = Awaited<ReturnType<typeof keysOfRoute>>;

/** A copy of a folder that holds only what belongs to these keys. */
export const copyOf = (sql: Sql, views: readonly string[], keys: Keys) =>
  copied(sql, views, (view) => `select * from ${view} where ${owned(view, keys)}`);

/** A copy of a folder in which another network has what belongs to these keys too, under the same ids. */
export const collidingWith = (sql: Sql, views: readonly string[], keys: Keys, network: string) =>
  copied(sql, views, (view) => {
    if (ACROSS.has(view)) return `select * from ${view}`;
    const theirs = `select * replace ('${network}' as ${networkOf(view)}) from ${view} where ${owned(view, keys)}`;
    return `select * from ${view} union all by name ${theirs}`;
  });

async function copied(sql: Sql, views: readonly string[], rows: (view: string) => string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-route-'));
  for (const view of views)
    await sql.run(`copy (${rows(view)}) to '${join(folder, `${view}.parquet`)}' (format parquet)`);
  return folder;
}

function owned(view: string, keys: Keys): string {
  const network = networkOf(view);
  const list = (columns: string, values: readonly Key[]) =>
    `(${columns}) in (${values.map((key) => `(${key.map((part) => `'${part}'`).join(', ')})`).join(', ') || 'select null, null'})`;
  if (view === `${P}units`) return list(`id_rec, ${network}`, keys.UNIT);
  if (view === `${W}units`) return list(`idrec, ${network}`, keys.UNIT);
  if (view === `${P}facilities`) return list(`id_rec, ${network}`, keys.FACILITY);
  if (view === `${P}routes`) return list(`id_rec, ${network}`, keys.ROUTE);
  if (view === `${P}networks`) return `${network} = '${keys.NETWORK[0]?.[0]}'`;
  const ways = (OWNERS[view] ?? []).map(([column, owner]) => {
    const key = owner.startsWith(W) ? 'idrec' : 'id_rec';
    const [mine, theirs] = ACROSS.has(view) ? ['', ''] : [`, ${network}`, `, ${networkOf(owner)}`];
    return `(${column}${mine}) in (select ${key}${theirs} from ${owner} where ${owned(owner, keys)})`;
  });
  return ways.length === 0 ? 'false' : `(${ways.join(' or ')})`;
}
