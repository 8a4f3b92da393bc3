import type { Dialect } from '../sql/dialect.js';
import { postgres, postgresWith } from './dialect.js';
import type { PostgresDatabase } from './postgres-source.js';
import { types } from './values.js';

/** Names of columns that are uuids in every table that the connection finds by its name alone. */
const UUIDS = `
  select attname from pg_attribute join pg_class on pg_class.oid = attrelid
  where attnum > 0 and not attisdropped and relkind in ('r', 'v', 'm', 'p', 'f')
    and relnamespace = any(current_schemas(false)::text[]::regnamespace[])
  group by attname having bool_and(atttypid = 'uuid'::regtype)`;

/** The dialect of a database whose uuid columns are asked for once, when something is first read of it. */
export function learnedDialect({ pool }: PostgresDatabase): () => Promise<Dialect> {
  let learned: Promise<Dialect> | undefined;
  const learn = async () => {
    const connection = await pool.connect();
    try {
      const { rows } = await connection.query({ text: UUIDS, values: [], types });
      return postgresWith(new Set((rows as { attname: string }[]).map(({ attname }) => postgres.identifier(attname))));
    } finally {
      connection.release();
    }
  };
  return () => {
    learned ??= learn().catch((error: unknown) => {
      learned = undefined;
      throw error;
    });
    return learned;
  };
}
