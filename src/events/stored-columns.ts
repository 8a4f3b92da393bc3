import pg from 'pg';

const COLUMNS = `select attname as name from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`;

/** A state table's columns that are written, in its order: those that the database works out are not among them. */
export type StoredColumns = (entity: string) => Promise<readonly string[]>;

export const tableOf = (entity: string) => `ops.${pg.escapeIdentifier(entity)}`;

/** Asks the catalog once a table: what the tables are does not change while the gateway runs. */
export function storedColumns(pool: pg.Pool): StoredColumns {
  const known = new Map<string, readonly string[]>();
  return async (entity) => {
    const columns = known.get(entity) ?? (await read(pool, entity));
    known.set(entity, columns);
    return columns;
  };
}

async function read(pool: pg.Pool, entity: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(COLUMNS, [tableOf(entity)]);
  if (rows.length === 0) throw new Error(`There is no state table ${tableOf(entity)}`);
  return rows.map(({ name }) => name);
}
