/**
 * Volumes in millionths, as whole numbers: sums of them are exact and in any order the same, so that the parts of a
 * variance add up to the last digit.
 */
export type Micro = bigint;

const MILLION = 1e6;

/** Null where there is no number. */
export const microOf = (volume: number | null | undefined): Micro | null =>
  typeof volume === 'number' && Number.isFinite(volume) ? BigInt(Math.round(volume * MILLION)) : null;

export const volumeOf = (micro: Micro): number => Number(micro) / MILLION;

/** The sum of those that are known; null where none is. */
export function sumOf(parts: Iterable<Micro | null>): Micro | null {
  let sum: Micro | null = null;
  for (const part of parts) if (part !== null) sum = (sum ?? 0n) + part;
  return sum;
}

/** Gas that counts as one barrel of oil. */
export const MCF_PER_BOE = 6;

/** Barrels of oil equivalent as everywhere in the graph: oil + gas / 6; null where neither is known. */
export function boeOf(oilBbl: number | null, gasMcf: number | null): number | null {
  return oilBbl === null && gasMcf === null ? null : (oilBbl ?? 0) + (gasMcf ?? 0) / MCF_PER_BOE;
}
