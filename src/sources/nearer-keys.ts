import { type Deep, keysIn } from './deep.js';
import type { Aggregation, Keys, Selection } from './row-source.js';
import type { Nearer } from './routed.js';

type Read = Selection | Aggregation;

/**
 * What of this has to be asked of the store that is far away: nothing beneath rows that are near, and nothing that is near
 * itself. Where the keys of the rows above are near, though not all of those rows' columns, it is asked by those keys.
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
  const far = await Promise.all(
    deep.map(async ({ upper, reads }) =>
      (await isNear(upper)) ? [] : [{ upper, reads: (await Promise.all(reads.map(asked))).flat() }],
    ),
  );
  return far.flat().filter(({ reads }) => reads.length > 0);
}

const isEmpty = ({ tuples, beneath }: Keys): boolean =>
  beneath ? beneath.keys !== undefined && isEmpty(beneath.keys) : tuples.length === 0;
