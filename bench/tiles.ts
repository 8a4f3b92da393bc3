import { fileURLToPath } from 'node:url';
import { loadFolder } from '../src/database/load-layers.js';
import { migrate } from '../src/database/migrate.js';
import type { TileAt } from '../src/geo/tile-box.js';
import { startGateway } from '../test/support/gateway.js';
import { featuresOf, tileAround, tilePath } from '../test/support/map-requests.js';
import { hasServer, serverEngine } from '../test/support/postgres.js';
import { WELLS } from './map-data.js';
import { get, median, timed } from './rounds.js';
import { rawServer } from './tiles-raw.js';

const ROUNDS = { warmUp: 5, counted: 61 };

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

const p95 = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(10);

/** All are asked by turns, so that a slow moment of the machine hits all. The speeds are those of the first beside the others. */
async function compare(name: string, urls: readonly string[]): Promise<number[]> {
  const times = urls.map((): number[] => []);
  for (let round = -ROUNDS.warmUp; round < ROUNDS.counted; round++) {
    for (const [at, url] of urls.entries()) {
      const milliseconds = await timed(() => get(url));
      if (round >= 0) times[at]?.push(milliseconds);
    }
  }
  const [mine = Number.NaN, ...raws] = times.map(median);
  const speeds = raws.map((raw) => raw / mine);
  const cells = times.map((each) => `${ms(median(each))} ${ms(p95(each))}`).join('  ');
  console.log(`  ${name.padEnd(42)}${cells}   ${speeds.map((speed) => speed.toFixed(2)).join('  ')}`);
  return speeds;
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
  const head = ['the gateway', 'raw SQL, same tile', 'raw SQL, no ids'].map((each) => each.padStart(21)).join('  ');
  console.log(
    `Node ${process.version}. Median and p95 of ${ROUNDS.counted} requests; speed: raw median by the gateway's.`,
  );
  console.log(`  ${''.padEnd(42)}${head}   speeds`);
  const speeds: number[][] = [];
  for (const [layer, at] of TILES) {
    const [mine, limit] = [gateway.url + tilePath(layer, at), raw.url + tilePath(layer, at)];
    const [own, theirs] = [await featuresIn(mine), await featuresIn(limit)];
    const name = `${layer} ${at.z}/${at.x}/${at.y}, ${own} features${own === theirs ? '' : ` (raw ${theirs})`}`;
    speeds.push(await compare(name, [mine, `${limit}?ids`, limit]));
  }
  const [same, bare] = [0, 1].map((at) => median(speeds.map((each) => each[at] ?? Number.NaN)).toFixed(2));
  console.log(`  tiles: median speed ${same} beside the same tile, ${bare} beside one without the graph's ids`);
  const box = BOX.join(',');
  const items = `${gateway.url}/ogc/collections/wellLocations/items?limit=10000&bbox=${box}`;
  await compare('10,000 wells of a box as GeoJSON', [items, `${raw.url}/items?bbox=${box}`]);
  await Promise.all([gateway.close(), raw.close()]);
  await engine.close();
}

await bench();
process.exit(); // connections that are kept open would hold it
