import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copiedViews } from '../../src/binding/stored-order.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { parseConfig } from '../../src/config.js';
import { listLimitsOf } from '../../src/list-limits-of.js';
import { openProdView, type ProdView } from '../../src/open-prodview.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { copyViews } from '../support/into-postgres.js';
import { type Engine, hasServer, serverEngine } from '../support/postgres.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';
import { syntheticFolder } from '../support/synthetic.js';

const VIEWS = ['networks', 'units', 'completions', 'daily_allocations', 'status', 'production_tests', 'tanks'].map(
  (each) => `stg_prodview__${each}`,
);
const QUERY = `query ($first: Int!) {
  units(first: $first, orderBy: [UNIT_NAME_ASC]) {
    totalCount
    nodes {
      idRec unitName api10 isOperated
      tanks { nodes { idRec tankName tankCapacityBbl startUsingTank } }
      completions(orderBy: [ID_REC_ASC]) {
        nodes {
          idRec completionName
          currentStatus { status statusDate }
          productionTests(first: 2) { nodes { effectiveDate oilCondRateBblPerDay } }
          dailyAllocations(first: 3) { nodes { allocationDate downtimeHours allocated { boe oilBbl gasMcf } } }
          byMonth: dailyAllocations { groups(by: [ALLOCATION_DATE_MONTH]) { key { allocationDateMonth } count sum { allocated { oilBbl } } } }
        }
      }
    }
  }
}`;

const views = copiedViews(buildSchema(readSdl(SCHEMA_FOLDER), listLimitsOf(parseConfig({}))).bindings);
const open = (url: string): Promise<ProdView> =>
  openProdView(parseConfig({ PRODVIEW_POSTGRES_URL: url }), views, '', pino({ level: 'silent' }));

describe.skipIf(!hasServer)('ProdView in a PostgreSQL', () => {
  let engine: Engine;
  let gateways: RunningGateway[] = [];
  let prodview: ProdView;
  beforeAll(async () => {
    const folder = await syntheticFolder();
    engine = await serverEngine();
    await engine.asOwner((client) => copyViews(client, folder, VIEWS));
    prodview = await open(engine.url ?? '');
    gateways = [await startGateway({ folder }), await startGateway({ prodview: prodview.source })];
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await engine?.close();
  });

  test('answers as a folder with the same rows does, text lists, wide statements and groups among it', async () => {
    const [ofFolder, ofTables] = await Promise.all(gateways.map(({ ask }) => ask(QUERY, { first: 50 })));
    expect(ofTables?.errors).toBeUndefined();
    expect(ofTables?.data.units.nodes.length).toBeGreaterThan(5);
    expect(ofTables?.data).toEqual(ofFolder?.data);
  });

  test('the same question is answered again without a statement until a transaction that writes has ended', async () => {
    const { source } = await open(engine.url ?? '');
    const gateway = await startGateway({ prodview: source, keepsAnswers: true });
    const names = '{ units(first: 3) { nodes { idRec unitName tanks { nodes { tankName } } } } }';
    const asked = async () => ({ ...(await gateway.ask(names)), statements: gateway.prodview.statements().length });
    // Other tests write on the same server, and any transaction's end has the question asked again.
    const kept = (data: unknown) => expect.poll(asked, { timeout: 30_000 }).toMatchObject({ data, statements: 0 });
    const first = await asked();
    const [{ idRec }] = first.data.units.nodes;
    expect([first.errors, first.statements > 0]).toEqual([undefined, true]);
    await kept(first.data);
    await engine.asOwner(async (client) => {
      await client.query('begin');
      await client.query("update stg_prodview__units set unit_name = 'Renamed' where id_rec = $1", [idRec]);
      await kept(first.data); // nobody else sees it yet
      await client.query('commit');
    });
    const now = await asked();
    expect(now.statements).toBeGreaterThan(0);
    expect(now.data.units.nodes[0]).toMatchObject({ idRec, unitName: 'Renamed' });
    await kept(now.data);
    await gateway.close();
  });

  test('what a view makes of tables is not kept: it may ask the clock', async () => {
    await engine.asOwner((client) =>
      client.query('create schema made; create view made.stg_prodview__units as select * from stg_prodview__units'),
    );
    const made = await open(`${engine.url}?options=-c%20search_path%3Dmade,public`);
    expect(await made.source.changeOf?.(['stg_prodview__tanks'])).toEqual(expect.any(String));
    expect(await made.source.changeOf?.(['stg_prodview__tanks', 'stg_prodview__units'])).toBeUndefined();
    await made.source.close();
  });

  test('what is not there is empty, and said', async () => {
    const answer = await gateways[1]?.ask(
      '{ routes { nodes { idRec } } units(first: 1) { nodes { flowNetworkNode: idRec } } }',
    );
    expect(answer?.errors).toBeUndefined();
    expect(answer?.data.routes.nodes).toEqual([]);
    expect(prodview.lacks).toContain('stg_prodview__routes');
    expect(prodview.health()).toMatchObject({ status: 'up', missingColumns: {} });
  });

  test('missing columns are null and others are cast; the search path says which tables', async () => {
    await engine.asOwner((client) =>
      client.query(`create schema other;
        create table other.stg_prodview__units as
          select id_rec, id_flownet, unit_name::varchar(50), 'true'::text as is_operated from public.stg_prodview__units`),
    );
    const other = await open(`${engine.url}?options=-c%20search_path%3Dother`);
    const gateway = await startGateway({ prodview: other.source });
    const { data, errors } = await gateway.ask(
      '{ units(where: { isOperated: { eq: true } }) { nodes { unitName api10 isOperated } } }',
    );
    await gateway.close();
    expect(errors).toBeUndefined();
    expect(data.units.nodes[0]).toEqual({ unitName: expect.any(String), api10: null, isOperated: true });
    expect(other.lacks).toMatch(/stg_prodview__units lacks, read as null: .*api_10/);
  });
});

test('a server that cannot be reached ends the start with the name of the setting', () =>
  expect(open('postgres://someone:secret@127.0.0.1:1/nowhere')).rejects.toThrow(
    /^PRODVIEW_POSTGRES_URL: (?!.*secret)/,
  ));

test.each([{ PRODVIEW_FOLDER: '/data' }, { SNOWFLAKE_ACCOUNT: 'a-b' }])(
  'beside %j it is one setting too many',
  (other) =>
    expect(() => parseConfig({ PRODVIEW_POSTGRES_URL: 'postgres://a/b', ...other })).toThrow(
      /PRODVIEW_POSTGRES_URL: and \w+ are both set/,
    ),
);
