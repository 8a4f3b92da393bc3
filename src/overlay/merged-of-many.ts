import type { Reads } from '../loaders/reads.js';
import type { Key } from '../sources/row-source.js';
import type { Asked, Overlay } from './declaration.js';
import { type Merged, merge } from './merge.js';
import { sideOf } from './side-of.js';
import { toldOf } from './told.js';

/** One of several parents: its key, and the time zone of its days. */
export interface Parent {
  readonly key: Key;
  readonly zone: string;
}

/**
 * What both stores say of many parents, in their order: one statement of each store, however many they are. What is decided
 * on it is not decided on half of it, so a store that does not answer is an error.
 */
export async function mergedOfMany(
  overlay: Overlay,
  parents: readonly Parent[],
  asked: Omit<Asked, 'zone'>,
  reads: Reads,
): Promise<Merged[][]> {
  if (parents.length === 0) return [];
  const wanted = { tuples: parents.map(({ key }) => key), days: asked, reads };
  const [prodview, operations] = await Promise.all([
    sideOf(overlay, overlay.prodview, wanted),
    sideOf(overlay, overlay.operations, wanted),
  ]);
  return parents.map(({ zone }, at) => {
    const local = { ...asked, zone };
    const rows = { prodview: prodview[at] ?? [], operations: operations[at] ?? [] };
    return merge(overlay, toldOf(overlay, rows, local), local);
  });
}
