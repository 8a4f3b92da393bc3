import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** What a viewer of one route holds: units, and the facilities, routes and networks they belong to today. */
export async function keysOfRoute(sql: Sql, route: string) {
  const of = async (column: string) =>
    (
      await sql.run(
        `select distinct ${column} as key from ${P}units where current_route_id = '${route}' and ${column} is not null`,
      )
    )
      .map(({ key }) => String(key))
      .sort();
  return {
    UNIT: await of('id_rec'),
    FACILITY: await of('current_facility_id'),
    ROUTE: [route],
    NETWORK: await of('id_flownet'),
  };
}

type Keys = Awaited<ReturnType<typeof keysOfRoute>>;

/** A copy of a folder that holds only what belongs to these keys. */
export async function copyOf(sql: Sql, views: readonly string[], keys: Keys): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-route-'));
  for (const view of views) {
    await sql.run(
      `copy (select * from ${view} where ${owned(view, keys)}) to '${join(folder, `${view}.parquet`)}' (format parquet)`,
    );
  }
  return folder;
}

function owned(view: string, keys: Keys): string {
  const list = (column: string, values: readonly string[]) =>
    `${column} in (${values.map((key) => `'${key}'`).join(', ') || "''"})`;
  if (view === `${P}units`) return list('id_rec', keys.UNIT);
  if (view === `${W}units`) return list('idrec', keys.UNIT);
  if (view === `${P}facilities`) return list('id_rec', keys.FACILITY);
  if (view === `${P}routes`) return list('id_rec', keys.ROUTE);
  if (view === `${P}networks`) return list('id_flownet', keys.NETWORK);
  const ways = (OWNERS[view] ?? []).map(([column, owner]) => {
    const key = owner.startsWith(W) ? 'idrec' : 'id_rec';
    return `${column} in (select ${key} from ${owner} where ${owned(owner, keys)})`;
  });
  return ways.length === 0 ? 'false' : `(${ways.join(' or ')})`;
}
