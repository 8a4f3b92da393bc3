import type pg from 'pg';
import type { Key } from '../../../src/sources/row-source.js';
import type { keysOfRoute } from '../owned.js';

type Keys = Awaited<ReturnType<typeof keysOfRoute>>;

/** Whose each row of the operations and map tables is, written down apart from the schema and its migrations. */
const OF_UNIT = [
  'daily_production meter_reading separator_test well_test well_status_change allocation_reference',
  'optimization_recommendation workover_candidate downtime_event downtime_approval',
];
const OF_UNIT_OR_FACILITY = ['surveillance_event production_constraint maintenance_request'];
const OF_FACILITY = ['facility_production'];
/** What forms and rules are made of: everybody's. */
const EVERYBODYS = ['status_catalogue status_transition entity_transition approval_policy downtime_reason'];
/** What no answer shows but to who sees everything, or what has no rows before something is done. */
const NOBODYS = ['audit_entry idempotency run_log identity_map route_assignment dead_rows'];

const names = (lists: readonly string[]) => lists.flatMap((list) => list.split(' '));
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const among = (columns: string, keys: readonly Key[]) =>
  keys.length === 0 ? 'false' : `(${columns}) in (${keys.map((key) => `(${key.map(literal).join(', ')})`).join(', ')})`;

/** The condition that says which rows of a table belong to these keys. Throws for a table that nobody has thought of. */
export function belongs(table: string, keys: Keys): string {
  const [schema, name = ''] = table.split('.');
  const unit = among('unit_id, id_flownet', keys.UNIT);
  const facility = among('facility_id, id_flownet', keys.FACILITY);
  if (schema === 'core') return onMap(name, keys);
  if (names(OF_UNIT).includes(name)) return unit;
  if (names(OF_FACILITY).includes(name)) return facility;
  if (names(OF_UNIT_OR_FACILITY).includes(name)) return `(${unit} or ${facility})`;
  if (name === 'surveillance_run') return among('route_id, id_flownet', keys.ROUTE);
  if (names(EVERYBODYS).includes(name)) return 'true';
  if (names(NOBODYS).includes(name)) return 'false';
  if (name === 'outbox')
    return `case entity when 'downtime_reason' then true when 'surveillance_run' then ${among('route, network', keys.ROUTE)}
      else ${among('unit, network', keys.UNIT)} or unit is null and ${among('facility, network', keys.FACILITY)} end`;
  if (name === 'event')
    return `(entity = 'downtime_reason' or seq in (select event_seq from ops.outbox where ${belongs('ops.outbox', keys)}))`;
  throw new Error(`${table}: nobody has said whose its rows are`);
}

function onMap(name: string, keys: Keys): string {
  const unit = among('prodview_unit_id, prodview_flownet_id', keys.UNIT);
  const facility = (column: string) => among(`${column}, prodview_flownet_id`, keys.FACILITY);
  if (name === 'facility_sites') return facility('prodview_facility_id');
  if (name === 'pipelines') return `(${facility('from_facility_id')} or ${facility('to_facility_id')})`;
  if (name === 'well_locations') return unit;
  if (name === 'field_areas')
    return `(${unit} or ${among('prodview_route_id, prodview_flownet_id', keys.ROUTE)} or exists (
      select from core.well_locations well where ST_Intersects(well.geom, field_areas.geom) and ${unit.replaceAll('prodview_', 'well.prodview_')}))`;
  throw new Error(`core.${name}: nobody has said whose its rows are`);
}

const TABLES = `select table_schema || '.' || table_name as name from information_schema.tables
  where table_schema in ('ops', 'core') and table_type = 'BASE TABLE' and table_name <> 'migrations' order by 1`;
const COLUMNS = `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as list
  from information_schema.columns where table_schema || '.' || table_name = $1 and is_generated = 'NEVER'`;

export type Dump = readonly { readonly table: string; readonly columns: string; readonly rows: string }[];

/** Every row of the operations and map tables that belongs to these keys. */
export async function dumpOf(client: pg.ClientBase, keys: Keys): Promise<Dump> {
  const { rows: tables } = await client.query(TABLES);
  const dump = [];
  for (const { name } of tables) {
    const { rows: columns } = await client.query(COLUMNS, [name]);
    const text = `select coalesce(json_agg(each), '[]')::text as rows from (select * from ${name} where ${belongs(name, keys)}) each`;
    const { rows } = await client.query(text);
    dump.push({ table: name, columns: columns[0].list, rows: rows[0].rows });
  }
  return dump;
}

/** Puts such rows, and no others, into a database that is migrated. */
export async function load(client: pg.ClientBase, dump: Dump): Promise<void> {
  await client.query("set session_replication_role = replica; set timezone = 'UTC'");
  for (const { table, columns, rows } of dump) {
    await client.query(`delete from ${table}`);
    const text = `insert into ${table} (${columns}) overriding system value select ${columns} from json_populate_recordset(null::${table}, $1)`;
    await client.query(text, [rows]);
  }
  // Events are settled once younger transactions have begun: another server counts its own.
  const { rows } = await client.query(
    'select coalesce(max(written_by::text::bigint), 0)::text as newest from ops.outbox',
  );
  for (;;) {
    const now = await client.query('select pg_current_xact_id()::text as id');
    if (BigInt(now.rows[0].id) > BigInt(rows[0].newest)) break;
  }
  await client.query('set session_replication_role = origin');
}
