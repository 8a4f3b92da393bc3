import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { LAYERS } from '../../src/database/load-layers.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Builds the map layers of the sample, GeoJSON lines, from a folder with the published raw files (`us_gulf`, `norway`). */
async function build(raw: string, out: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("set timezone = 'UTC'");
  const variables = { raw: resolve(raw), prodview: pathOf('../prodview') };
  for (const [name, value] of Object.entries(variables))
    await connection.run(`set variable ${name} = '${value.replaceAll("'", "''")}'`);
  for (const file of readdirSync(pathOf('./build')).sort()) {
    await connection.run(readFileSync(pathOf(`./build/${file}`), 'utf8'));
  }
  for (const layer of LAYERS) {
    const lines = await features(connection, layer);
    const packed = gzipSync(`${lines.join('\n')}\n`, { level: 9 });
    writeFileSync(join(out, `${layer}.geojsonl.gz`), packed);
    console.log(`${layer}: ${lines.length} rows, ${(packed.length / 1024).toFixed(0)} kB`);
  }
}

/** A feature a line; the id is made from the publisher's own, so that it is the same in every build. */
async function features(connection: DuckDBConnection, layer: string): Promise<string[]> {
  const result = await connection.runAndReadAll(`from ${layer} order by source, source_id`);
  return result.getRowObjectsJson().map(({ geometry, ...row }) => {
    const given = Object.entries(row).filter(([, value]) => value !== null);
    const properties = JSON.stringify(Object.fromEntries(given));
    const id = uuidOf(`${layer} ${row.source} ${row.source_id}`);
    return `{"type":"Feature","id":"${id}","properties":${properties},"geometry":${geometry}}`;
  });
}

/** A UUID of version 8, whose bits are the maker's own: here a hash of the text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const [raw, out = pathOf('.')] = process.argv.slice(2);
if (!raw) throw new Error('Say where the raw files are: npm run sample:gis -- FOLDER [OUT]');
await build(raw, out);
