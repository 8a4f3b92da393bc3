import type { Layer } from '../../src/database/load-layers.js';
import { loadFeatures } from '../../src/database/load-layers.js';
import { migrate } from '../../src/database/migrate.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import { ENGINES, type Engine } from './postgres.js';
import { type Recorded, recorded } from './recorded.js';

export interface OwnMap {
  readonly source: Recorded;
  readonly close: () => Promise<void>;
}

/** A feature as it is loaded: what its layer demands is filled in. */
export const feature = (source_id: string, geometry: unknown, properties: object = {}) =>
  JSON.stringify({
    type: 'Feature',
    properties: { source: 'test', source_id, name: source_id, ...properties },
    geometry,
  });

/** A spatial database with these features alone, on a server where there is one; `also` is run last, as its owner. */
export async function ownMap(layers: Partial<Record<Layer, readonly string[]>>, also = ''): Promise<OwnMap> {
  const open = ENGINES.at(-1)?.[1] as () => Promise<Engine>;
  const engine = await open();
  await engine.asOwner(async (client) => {
    await migrate(client);
    for (const [layer, lines] of Object.entries(layers)) {
      const { rejected } = await loadFeatures(client, 'test', layer as Layer, lines);
      if (rejected > 0) {
        const { rows } = await client.query('select reason from staging.rejected_rows limit 1');
        throw new Error(rows[0]?.reason);
      }
    }
    if (also) await client.query(also);
  });
  const source = recorded(postgresSource(engine.open({ role: 'wellgraph_gateway' }), 'GIS'));
  const close = async () => {
    await source.close();
    await engine.close();
  };
  return { source, close };
}
