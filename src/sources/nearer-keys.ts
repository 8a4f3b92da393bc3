import { type Deep, keysIn } from './beside.js';
import type { Aggregation, Keys, Selection } from './row-source.js';
import type { Nearer } from './routed.js';

type Read = Selection | Aggregation;

/**
 * What of this has to be asked of the store that is far away: nothing where all rows above are near, as whoever reads those
 * asks for the rest at once, and nothing that is near itself. Where the keys of the rows above are near, though not all of those rows' columns, it is asked by those keys.
 */
export async function askedOfFar(near: Nearer, deep: readonly Deep[]): Promise<Deep[]> {
  const isNear = async (read: Read) => (await near.takes([read]))[0] !== undefined;
  const known = new Map<string, Promise<Keys>>();
  const told = (keys: Keys): Promise<Keys> => {
    const id = JSON.stringify(keys);
    const found = known.get(id) ?? keysOf(keys);
    known.set(id, found);
    return found;
  };
  const keysOf = async (keys: Keys): Promise<Keys> => {
    const { columns, beneath } = keys;
    if (!beneath) return keys;
    if (!(await isNear(beneath))) {
      const above = beneath.keys && (await told(beneath.keys));
      return above ? { ...keys, beneath: { ...beneath, keys: above } } : keys;
    }
    const rows = await near.source.select(beneath);
    return rows.length > beneath.rowLimit ? keys : { columns, tuples: keysIn(rows, beneath) };
  };
  const asked = async (read: Read): Promise<Read[]> => {
    if (!read.keys || (await isNear(read))) return [];
    const keys = await told(read.keys);
    return isEmpty(keys) ? [] : [{ ...read, keys }];
  };
  const above = await Promise.all(deep.map(({ upper }) => isNear(upper)));
  if (above.every((isThere) => isThere)) return [];
  // What lies beneath rows that are near shares the statement of the rest.
  const far = deep.map(async ({ upper, reads }) => ({ upper, reads: (await Promise.all(reads.map(asked))).flat() }));
  return (await Promise.all(far)).filter(({ reads }) => reads.length > 0);
}

const isEmpty = ({ tuples, beneath }: Keys): boolean =>
  beneath ? beneath.keys !== undefined && isEmpty(beneath.keys) : tuples.length === 0;
