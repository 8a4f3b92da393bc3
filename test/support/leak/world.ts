import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { insertAudit } from '../../../src/database/audit-log.js';
import { migrate } from '../../../src/database/migrate.js';
import { SEARCH_PATH, type Stores } from '../../../src/database/open-stores.js';
import { globalId } from '../../../src/binding/global-id.js';
import { PERMISSIONS } from '../../../src/auth/permissions.js';
import { postgresSource } from '../../../src/sources/postgres/postgres-source.js';
import { CATALOG } from '../catalog.js';
import { built } from '../execute.js';
import { type RunningGateway, startGateway } from '../gateway.js';
import { jsonFile } from '../json-file.js';
import type { Owner } from '../operations.js';
import { openEvents } from '../ops.js';
import { collidingWith, copyOf, keysOfRoute } from '../owned.js';
import { people } from '../people.js';
import { ENGINES, type Engine } from '../postgres.js';
import { Sql } from '../sql.js';
import { syntheticFolder } from '../synthetic.js';
import { openBase } from './base.js';
import { type Dump, dumpOf, load } from './belongs.js';
import { eventId, type Sent } from './event-walk.js';
import { loadMap, type Spot } from './map-rows.js';
import { writeReason, writeRecords } from './ops-rows.js';

// The whole data, of which a viewer may see one route; a copy that holds nothing else, whose viewer may see everything;
// and a gateway without data. What differs between the first two, or between a viewer of nothing and the third, is a leak.

/** Another network has all of the route too, under the same ids. */
export const OTHER = 'ANOTHER-NETWORK';

export interface Side {
  readonly gateway: RunningGateway;
  readonly headers: Record<string, string>;
}

/** Ids of rows of a type: of those that the viewer sees, and of others. */
export interface Ids {
  readonly known: readonly string[];
  readonly hidden: readonly string[];
}

export interface World {
  /** Who sees one route asks the whole data, and who sees everything asks the copy. */
  readonly route: Side;
  readonly copy: Side;
  /** Who sees nothing asks the whole data, and who sees everything asks where there is none. */
  readonly nobody: Side;
  readonly empty: Side;
  /** Who sees everything asks the whole data. */
  readonly admin: Side;
  readonly ids: ReadonlyMap<string, Ids>;
  /** Values of a unit's columns, as ids are. */
  readonly units: { readonly known: readonly Record<string, any>[]; readonly hidden: readonly Record<string, any>[] };
  /** What subscribers may hear of, in order: of what the viewer sees, and of the rest. */
  readonly events: { readonly seen: readonly Sent[]; readonly hidden: readonly Sent[] };
  close(): Promise<void>;
}

const LIMITS = {
  RATE_PER_MINUTE: '0',
  CONCURRENT_REQUESTS: '0',
  REQUEST_TIMEOUT_MS: '60000',
  BODY_LIMIT_KB: '4096',
  MAX_TOKENS: '100000',
  MAX_DEPTH: '100',
  MAX_FIELDS: '100000',
  MAX_ALIASES: '10000',
  MAX_ROOT_FIELDS: '1000',
  MAX_DUPLICATES: '10000',
  MAX_COST: '10000000000',
  MAX_DOCUMENT_BYTES: '4194304',
  SCOPE_REFRESH_SECONDS: '600',
  PSEUDONYM_SECRET: 'the same in every copy of the gateway',
};

export async function openWorld(): Promise<World> {
  const views = CATALOG.map(({ name }) => name);
  const { original, route, network } = await openBase(await syntheticFolder(), views);
  const keys = await keysOfRoute(original, route, network);
  const folders = {
    whole: await collidingWith(original, views, keys, OTHER),
    copy: await copyOf(original, views, keys),
  };
  original.close();
  const [whole, copy] = [await Sql.over(folders.whole), await Sql.over(folders.copy)];
  const open = ENGINES.at(-1)?.[1] as () => Promise<Engine>;
  const engines = { whole: await open(), copy: await open(), empty: await open() };
  const dump = await fill(engines.whole, await spotsOf(whole, keys.ROUTE[0] as string[]), keys);
  await engines.copy.asOwner(async (client) => {
    await migrate(client);
    await load(client, dump);
  });
  await engines.empty.asOwner(async (client) => {
    await migrate(client);
    await load(
      client,
      dump.map((each) => ({ ...each, rows: '[]' })),
    );
  });
  const ids = await idsOf({ sql: whole, engine: engines.whole }, { sql: copy, engine: engines.copy });
  const known = await copy.run('select * from stg_prodview__units order by hash(id_rec) limit 6');
  const seen = new Set(keys.UNIT.map(([id, of]) => `${id} ${of}`));
  const all = await whole.run('select * from stg_prodview__units order by hash(id_rec, id_flownet)');
  const hidden = all.filter(({ id_rec, id_flownet }) => !seen.has(`${id_rec} ${id_flownet}`)).slice(0, 6);
  whole.close();
  copy.close();
  const seenEvents = await sentOf(engines.copy);
  const told = new Set(seenEvents.map(eventId));
  const events = { seen: seenEvents, hidden: (await sentOf(engines.whole)).filter((sent) => !told.has(eventId(sent))) };
  return serve(engines, folders, `${network}/${route}`, { ids, units: { known, hidden }, events });
}

const sentOf = (engine: Engine): Promise<Sent[]> =>
  engine.asOwner(async (client) => {
    const columns = 'written_by::text, seq::text, entity, row_id, network, unit, route';
    return (await client.query(`select ${columns} from ops.outbox order by outbox.written_by, outbox.seq`)).rows;
  });

/** The units about which there are records and places: of the route, of other routes of its network, and of other networks. */
async function spotsOf(sql: Sql, [route, network]: readonly string[]): Promise<(Spot & Owner)[]> {
  const text = (where: string) => `select u.id_rec as unit, u.current_facility_id as facility,
      u.current_route_id as route, u.id_flownet as network, min(c.id_rec) as completion, min(t.id_rec) as meter
    from stg_prodview__units u
    join stg_prodview__completions c on c.id_rec_parent = u.id_rec and c.id_flownet = u.id_flownet
    left join stg_prodview__tanks t on t.id_rec_parent = u.id_rec and t.id_flownet = u.id_flownet
    where u.current_facility_id is not null and ${where} group by all order by meter is null, unit limit 3`;
  const ofRoute = `u.current_route_id = '${route}' and u.id_flownet = '${network}'`;
  const groups = [
    await sql.run(text(ofRoute)),
    await sql.run(text(`u.id_flownet = '${network}' and u.current_route_id <> '${route}'`)),
    await sql.run(text(`u.id_flownet = '${OTHER}'`)),
    await sql.run(text(`u.id_flownet not in ('${network}', '${OTHER}')`)),
  ];
  if (groups.some(({ length }) => length === 0))
    throw new Error(`no units for one of ${groups.map((all) => all.length)}`);
  // Side by side in turns, so that pipelines lead from what is seen to what is not.
  const inTurns = [0, 1, 2].flatMap((at) => groups.flatMap((group) => group[at] ?? []));
  const own = new Set(groups[0]?.map(({ facility }) => facility));
  return inTurns.map((row) => {
    // What another route has of the route's facilities would be the route's to see.
    const isOther = row.network === network && row.route !== route && own.has(row.facility);
    const facility = isOther ? `facility of ${row.unit}` : row.facility;
    const { unit, completion, meter } = row;
    const keys = { id_flownet: row.network, unit_id: unit, completion_id: completion, facility_id: facility };
    return { unit, facility, route: row.route, network: row.network, ...keys, meter_id: meter ?? `tank of ${unit}` };
  });
}

const ENTRY = {
  actor: 'user:ann',
  role: 'foreman',
  requestId: 'r',
  operationName: null,
  action: 'EXPORT',
  fields: [],
  rows: 1,
} as const;

/** Records and places about these; returns those that belong to the route. */
async function fill(
  engine: Engine,
  spots: readonly (Spot & Owner)[],
  keys: Parameters<typeof dumpOf>[1],
): Promise<Dump> {
  await engine.asOwner(async (client) => {
    await migrate(client);
    await loadMap(client, spots);
    await insertAudit(client, [ENTRY]);
  });
  const events = openEvents(engine, 1);
  const told = new Set<string>();
  for (const spot of spots) {
    const facility = `${spot.facility} ${spot.network}`;
    await writeRecords(events.store, spot, spot.route, told.has(facility) ? ['facility_production'] : []);
    told.add(facility);
  }
  await writeReason(events.store);
  await events.close();
  return engine.asOwner((client) => dumpOf(client, keys));
}

interface Data {
  readonly sql: Sql;
  readonly engine: Engine;
}

const MOST = 4;

/** Ids of every type that has rows of its own. */
async function idsOf(whole: Data, copy: Data): Promise<ReadonlyMap<string, Ids>> {
  const ids = new Map<string, Ids>();
  for (const view of built.bindings.views.values()) {
    const keys = view.key.map(({ name }) => name).join(', ');
    const rows = async ({ sql, engine }: Data) =>
      view.source === 'PRODVIEW'
        ? sql.run(`select ${keys} from ${view.view} order by hash(${keys})`)
        : engine.asOwner(async (client) => {
            await client.query(`set search_path = ${SEARCH_PATH}`);
            return (await client.query(`select ${keys} from ${view.view} order by ${keys}`)).rows;
          });
    const known = (await rows(copy)).map((row) => globalId(view, row));
    const seen = new Set(known);
    const hidden = (await rows(whole)).map((row) => globalId(view, row)).filter((id) => !seen.has(id));
    ids.set(view.type, { known: known.slice(0, MOST), hidden: hidden.slice(0, MOST) });
  }
  return ids;
}

const storesOf = (engine: Engine): Stores => {
  const database = engine.open({ role: 'wellgraph_gateway', statementTimeoutMs: 60_000 });
  const source = (name: string) => ({ ...postgresSource(database, name), close: async () => {} });
  const close = async () => {
    await database.close();
    await engine.close();
  };
  return { gis: source('GIS'), ops: source('OPS'), database, close };
};

async function serve(
  engines: Record<'whole' | 'copy' | 'empty', Engine>,
  folders: { readonly whole: string; readonly copy: string },
  route: string,
  found: Pick<World, 'ids' | 'units' | 'events'>,
): Promise<World> {
  const who = await people();
  const permissions = PERMISSIONS.filter((each) => each !== 'admin');
  const role = (scope: string) => ({ permissions, scope, personal: 'shown' });
  const start = (engine: Engine, folder: string, scope: string, keepsAnswers: boolean) => {
    const admin = { ...role('everything'), permissions: PERMISSIONS };
    const POLICY_FILE = jsonFile({ roles: { foreman: role(scope), admin } });
    return startGateway({ folder, maps: storesOf(engine), keepsAnswers, env: { ...who.env, ...LIMITS, POLICY_FILE } });
  };
  // Of the whole data answers are kept: one that was made for somebody else is nobody's.
  const whole = await start(engines.whole, folders.whole, 'claims', true);
  const copy = await start(engines.copy, folders.copy, 'everything', false);
  const empty = await start(engines.empty, mkdtempSync(`${tmpdir()}/wellgraph-empty-`), 'everything', false);
  const headers = await who.as('foreman.one', { routes: [route], exp: Math.floor(Date.now() / 1000) + 3_600 });
  const none = await who.as('foreman.one', { exp: Math.floor(Date.now() / 1000) + 3_600 });
  return {
    ...found,
    route: { gateway: whole, headers },
    copy: { gateway: copy, headers },
    nobody: { gateway: whole, headers: none },
    empty: { gateway: empty, headers: none },
    admin: {
      gateway: whole,
      headers: await who.as('admin', { role: 'admin', exp: Math.floor(Date.now() / 1000) + 3_600 }),
    },
    close: async () => {
      for (const each of [whole, copy, empty]) await each.close();
      await who.close();
    },
  };
}
