import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { loadFolder } from '../src/database/load-layers.js';
import { migrate } from '../src/database/migrate.js';
import { tables } from './data.js';
import { FACILITIES, WELLS } from './map-data.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
/** Not the tests' own port, so that both may run. */
const PORT = process.env.TEST_POSTGRES_PORT ?? '15439';
const script = (word: 'start' | 'stop') =>
  execFileSync(pathOf('../scripts/test-postgres.sh'), [word], {
    env: { ...process.env, TEST_POSTGRES_PORT: PORT },
    encoding: 'utf8',
  }).trim();

/** What only the peers need: keys, names and functions, as PostGraphile's documentation asks for them, and the gateway's durability. */
const FOR_PEERS = `
  alter database postgres set synchronous_commit = on;
  alter table stg_prodview__units add primary key (id_rec), add unique (api_10);
  alter table stg_prodview__completions add primary key (id_rec),
    add constraint unit foreign key (id_rec_parent) references stg_prodview__units;
  alter table stg_prodview__tanks add primary key (id_rec),
    add constraint unit foreign key (id_rec_parent) references stg_prodview__units;
  alter table stg_prodview__daily_allocations add primary key (id_rec);
  create index on stg_prodview__completions (id_rec_parent);
  create index on stg_prodview__tanks (id_rec_parent);
  create index on stg_prodview__units (unit_name);
  create index on stg_prodview__daily_allocations (id_rec_comp, allocation_date);
  create index on stg_prodview__daily_allocations (allocation_date);
  comment on table stg_prodview__units is '@name unit';
  comment on table stg_prodview__completions is '@name completion';
  comment on table stg_prodview__tanks is '@name tank';
  comment on table stg_prodview__daily_allocations is '@name day';
  comment on constraint unit on stg_prodview__completions is '@foreignFieldName completions';
  comment on constraint unit on stg_prodview__tanks is '@foreignFieldName tanks';
  create function stg_prodview__completions_days(c stg_prodview__completions, since date, until date)
    returns setof stg_prodview__daily_allocations language sql stable as $$
      select * from prodview.stg_prodview__daily_allocations
      where id_rec_comp = c.id_rec and allocation_date between since and until order by allocation_date $$;
  comment on function stg_prodview__completions_days is E'@behavior +typeField\\n@fieldName days';
  create function completions_of(ids text[]) returns setof stg_prodview__completions language sql stable as $$
    select * from prodview.stg_prodview__completions where id_rec = any(ids) order by id_rec $$;
  create table reports (id bigint generated always as identity primary key, completion text not null,
    production_date date not null, oil_bbl double precision, unique (completion, production_date));
  create view facilities as select id, source, source_id, name, site_type, kind, status,
    capacity_m3_per_day::float8 as capacity_m3_per_day, operator, basin, state, water_depth_m::float8 as water_depth_m,
    start_date, prodview_flownet_id, prodview_facility_id, api_10, updated_at::text as updated_at,
    public.ST_X(geom) as lon, public.ST_Y(geom) as lat from marts.facility_sites_public;
  create function facilities_in(west float8, south float8, east float8, north float8) returns setof facilities
    language sql stable as $$
      select id, source, source_id, name, site_type, kind, status, capacity_m3_per_day::float8, operator, basin, state,
        water_depth_m::float8, start_date, prodview_flownet_id, prodview_facility_id, api_10, updated_at::text,
        public.ST_X(geom), public.ST_Y(geom)
      from marts.facility_sites_public
      where public.ST_Intersects(geom, public.ST_MakeEnvelope(west, south, east, north, 4326)) order by id $$`;

export interface BenchDatabase {
  /** Where the gateway has its map and records of operations. */
  readonly url: string;
  /** The same, where ProdView's tables are found first. */
  readonly prodviewUrl: string;
  close(): void;
}

/** A throw-away PostgreSQL with the map, the records of operations and the invented rows of so many units. */
export async function startDatabase(units: number): Promise<BenchDatabase> {
  const url = script('start');
  const close = () => void script('stop');
  process.once('exit', close);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrate(client);
    await loadFolder(client, pathOf('../sample/gis'));
    await client.query(WELLS);
    await client.query(FACILITIES);
    await client.query('create schema prodview; set search_path = prodview, public');
    for (const [table, { order, rows }] of Object.entries(tables(units, 'date')))
      await client.query(`create table ${table} as ${rows} order by ${order}`);
    await client.query(FOR_PEERS);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
  return {
    url,
    prodviewUrl: `${url}?options=-c%20search_path%3Dprodview,public`,
    close: () => {
      process.removeListener('exit', close);
      close();
    },
  };
}
