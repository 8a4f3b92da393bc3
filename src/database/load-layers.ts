import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ClientBase } from 'pg';

/** The tables of core that features are loaded into; their files are named after them. */
export const LAYERS = ['facility_sites', 'pipelines', 'well_locations', 'field_areas'] as const;
export type Layer = (typeof LAYERS)[number];

/** What became of the rows of one load. */
export interface Loaded {
  readonly loaded: number;
  readonly repaired: number;
  readonly rejected: number;
}

const ROWS_AT_ONCE = 500;

/**
 * Loads GeoJSON features, one a line, as one batch in one transaction. A row that cannot be taken is kept in
 * staging.rejected_rows with the reason; the others are loaded. The same rows again change nothing but the batch.
 *
 * @param repair  mend polygons that are not valid where that hardly changes their area
 */
export async function loadFeatures(
  client: ClientBase,
  job: string,
  layer: Layer,
  lines: AsyncIterable<string> | Iterable<string>,
  repair = false,
): Promise<Loaded> {
  const started = await client.query('insert into ops.run_log (job) values ($1) returning id', [job]);
  const batch: string = started.rows[0].id;
  const finish = (status: string, message: string | null) =>
    client.query('update ops.run_log set status = $2, finished_at = clock_timestamp(), message = $3 where id = $1', [
      batch,
      status,
      message,
    ]);
  await client.query('begin');
  try {
    const sum = await loadAll(client, layer, batch, lines, repair);
    await finish('succeeded', null);
    await client.query('commit');
    return sum;
  } catch (error) {
    await client.query('rollback');
    await finish('failed', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function loadAll(
  client: ClientBase,
  layer: Layer,
  batch: string,
  lines: AsyncIterable<string> | Iterable<string>,
  repair: boolean,
): Promise<Loaded> {
  let sum: Loaded = { loaded: 0, repaired: 0, rejected: 0 };
  for await (const features of pieces(lines)) {
    const { rows } = await client.query('select * from staging.load_features($1, $2, $3, $4)', [
      layer,
      batch,
      features,
      repair,
    ]);
    const { loaded, repaired, rejected } = rows[0];
    sum = {
      loaded: sum.loaded + Number(loaded),
      repaired: sum.repaired + Number(repaired),
      rejected: sum.rejected + Number(rejected),
    };
  }
  return sum;
}

async function* pieces(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  let piece: string[] = [];
  for await (const line of lines) {
    if (line.trim() === '') continue;
    piece.push(line);
    if (piece.length < ROWS_AT_ONCE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** Loads a folder's files of all layers (`pipelines.geojsonl.gz`), and refreshes what the planner knows of them. */
export async function loadFolder(client: ClientBase, folder: string): Promise<ReadonlyMap<Layer, Loaded>> {
  const done = new Map<Layer, Loaded>();
  for (const layer of LAYERS) {
    const file = await readFile(join(folder, `${layer}.geojsonl.gz`));
    done.set(layer, await loadFeatures(client, 'sample', layer, gunzipSync(file).toString().split('\n'), true));
  }
  await client.query(`analyze ${LAYERS.map((layer) => `core.${layer}`).join(', ')}`);
  return done;
}
