import type { RecordAllocationReferenceInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { counts } from './allocation.js';
import { type Warning, warning } from './outcome.js';

type Given = RecordAllocationReferenceInput;

/** The references of one source, product and period each state the volume of all of it: where they differ, one is wrong. */
export function totalWarnings({ totalVolume, allocationStatus }: Given, others: readonly Row[]): Warning[] {
  if (typeof totalVolume !== 'number' || !counts({ allocation_status: allocationStatus ?? null })) return [];
  const stated = others.filter(counts).map((row) => row.total_volume);
  const another = stated.find((total) => isAnother(total, totalVolume));
  if (another === undefined) return [];
  return [warning('totalVolume', 'UNBALANCED', `another reference of the source says ${another}`)];
}

/** Volumes are kept to four digits after the point. */
const isAnother = (total: unknown, stated: number): boolean =>
  typeof total === 'number' && Math.abs(total - stated) > 0.00005 * (1 + 1e-9);
