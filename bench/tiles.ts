import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { loadFolder } from '../src/database/load-layers.js';
import { migrate } from '../src/database/migrate.js';
import type { TileAt } from '../src/geo/tile-box.js';
import { startGateway } from '../test/support/gateway.js';
import { featuresOf, tileAround, tilePath } from '../test/support/map-requests.js';
import { hasServer, serverEngine } from '../test/support/postgres.js';
import { median, timed } from './rounds.js';
import { rawServer } from './tiles-raw.js';

const ROUNDS = { warmUp: 5, counted: 61 };

/** Invented wells a hundredth of a degree apart, 300 by 200 of them, beside the sample's layers. */
const WELLS = `
  insert into core.well_locations (source, source_id, name, status, operator, basin, state, field_name, water_depth_m,
    prodview_flownet_id, prodview_unit_id, geom)
  select 'bench', format('%s-%s', x, y), format('Bench %s-%sH', x, y), 'producing', format('Operator %s', x % 20), 'Bench',
    'TX', format('Field %s', y % 50), (x * y % 3000) / 10.0, 'BENCH', md5(format('%s %s', x, y)),
    ST_SetSRID(ST_MakePoint(-104 + x * 0.01, 31 + y * 0.01), 4326)
  from generate_series(1, 300) x, generate_series(1, 200) y`;
/** 100 by 100 of the invented wells. */
const BOX = [-103.995, 31.005, -102.995, 32.005] as const;

const TILES: readonly (readonly [layer: string, at: TileAt])[] = [
  ['wellLocations', tileAround(-102.5, 32, 9)],
  ['wellLocations', tileAround(-102.5, 32, 10)],
  ['wellLocations', tileAround(-102.5, 32, 12)],
  ['wellLocations', tileAround(2.8, 60.4, 6)],
  ['facilitySites', { z: 0, x: 0, y: 0 }],
  ['pipelines', tileAround(2.8, 60.4, 5)],
  ['fields', tileAround(2.8, 60.4, 5)],
  ['fields', tileAround(2.8, 60.4, 9)],
];

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function get(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(new Error(`${url}: ${response.statusCode} ${Buffer.concat(chunks)}`));
      });
    });
    asked.on('error', reject).end();
  });
}

const p95 = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(10);

/** Both are asked by turns, so that a slow moment of the machine hits both. */
async function compare(name: string, mine: string, raw: string): Promise<number> {
  const times = { mine: [] as number[], raw: [] as number[] };
  for (let round = -ROUNDS.warmUp; round < ROUNDS.counted; round++) {
    const [own, limit] = [await timed(() => get(mine)), await timed(() => get(raw))];
    if (round < 0) continue;
    times.mine.push(own);
    times.raw.push(limit);
  }
  const ratio = median(times.raw) / median(times.mine);
  const cells = [times.raw, times.mine].map((each) => `${ms(median(each))} ${ms(p95(each))}`).join('  ');
  console.log(`  ${name.padEnd(46)}${cells}   ${ratio.toFixed(2)}`);
  return ratio;
}

const featuresIn = async (url: string) => (await featuresOf(await fetch(url))).length;

async function bench(): Promise<void> {
  if (!hasServer)
    throw new Error('Set TEST_POSTGRES_URL: `scripts/test-postgres.sh start` starts a server and prints it');
  const engine = await serverEngine();
  await engine.asOwner(async (client) => {
    await migrate(client);
    await loadFolder(client, fileURLToPath(new URL('../sample/gis', import.meta.url)));
    await client.query(WELLS);
    await client.query('vacuum analyze core.well_locations');
  });
  const gateway = await startGateway({ maps: engine.url ?? '', env: { LOG_LEVEL: 'silent', RATE_PER_MINUTE: '0' } });
  const raw = await rawServer(engine.url ?? '');
  console.log(
    `Node ${process.version}. Speed is the raw statement's median by the gateway's; ${ROUNDS.counted} requests each.`,
  );
  console.log(`  ${''.padEnd(46)}${'raw SQL, bare HTTP'.padStart(21)}  ${'the gateway'.padStart(21)}   speed`);
  console.log(`  ${''.padEnd(46)}${'median        p95'.padStart(21)}  ${'median        p95'.padStart(21)}`);
  const ratios = [];
  for (const [layer, at] of TILES) {
    const [mine, limit] = [gateway.url + tilePath(layer, at), raw.url + tilePath(layer, at)];
    const [own, theirs] = [await featuresIn(mine), await featuresIn(limit)];
    const name = `${layer} ${at.z}/${at.x}/${at.y}, ${own} features${own === theirs ? '' : ` (raw ${theirs})`}`;
    ratios.push(await compare(name, mine, limit));
  }
  console.log(`  tiles: median speed ${median(ratios).toFixed(2)}`);
  const box = BOX.join(',');
  const items = `${gateway.url}/ogc/collections/wellLocations/items?limit=10000&bbox=${box}`;
  await compare('10,000 wells of a box as GeoJSON', items, `${raw.url}/items?bbox=${box}`);
  await Promise.all([gateway.close(), raw.close()]);
  await engine.close();
  agent.destroy();
}

await bench();
