import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ClientBase } from 'pg';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
const ROLE = 'wellgraph_gateway';

/** What a PostgreSQL is, as far as a gateway depends on it. */
export interface Inspected {
  /** Migrations that have not run; null where who asks may not see that. */
  readonly waiting: readonly string[] | null;
  /** The version of PostGIS; null where it is not there. */
  readonly postgis: string | null;
  /** Whether PostGIS makes vector tiles. */
  readonly tiles: boolean;
  /** Whether who asks may act as the gateway's role. */
  readonly role: boolean;
  /** The server's clock, in milliseconds since 1970. */
  readonly now: number;
}

export async function inspect(client: ClientBase): Promise<Inspected> {
  const one = async <T>(sql: string, otherwise: T, values: string[] = []): Promise<T> =>
    client.query({ text: sql, values, rowMode: 'array' }).then(
      ({ rows }) => (rows[0]?.[0] ?? otherwise) as T,
      () => otherwise,
    );
  const now = Number(await one('select extract(epoch from clock_timestamp()) * 1000', Number.NaN));
  const isThere = await one<number>(
    "select 1 from pg_class where relname = 'migrations' and relnamespace = (select oid from pg_namespace where nspname = 'ops')",
    0,
  );
  const done =
    isThere === 0 ? [] : await one<string[] | null>('select array_agg(name::text) from ops.migrations', null);
  const all = (await readdir(MIGRATIONS)).filter((file) => file.endsWith('.sql')).map((file) => file.slice(0, -4));
  return {
    waiting: done && all.filter((name) => !done.includes(name)).sort(),
    postgis: await one<string | null>('select extversion from pg_extension where extname = $1', null, ['postgis']),
    tiles: await one('select ST_AsMVT(nothing.*) is not null from (select 1 as one where false) nothing', false),
    role: await one('select pg_has_role(oid, $1) from pg_roles where rolname = $2', false, ['member', ROLE]),
    now,
  };
}
