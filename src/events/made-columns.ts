import type { EventStore } from './event-store.js';
import { tableOf } from './stored-columns.js';

/** A column that the database works out of others of its row, and how, as an expression of its own. */
interface MadeColumn {
  readonly name: string;
  readonly made: string;
}

const COLUMNS = `select attname as name, pg_get_expr(adbin, adrelid) as made
  from pg_attribute join pg_attrdef on adrelid = attrelid and adnum = attnum
  where attrelid = to_regclass($1) and attgenerated <> '' and not attisdropped order by attnum`;

const known = new WeakMap<EventStore, Map<string, Promise<readonly MadeColumn[]>>>();

/** Asks the catalog once a table: what the tables are does not change while the gateway runs. */
export function madeColumns(store: EventStore, entity: string): Promise<readonly MadeColumn[]> {
  const tables = known.get(store) ?? new Map<string, Promise<readonly MadeColumn[]>>();
  known.set(store, tables);
  const columns = tables.get(entity) ?? store.read<MadeColumn>(COLUMNS, [tableOf(entity)]);
  tables.set(entity, columns);
  columns.catch(() => tables.delete(entity));
  return columns;
}
