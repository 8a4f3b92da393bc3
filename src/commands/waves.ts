import type { Known } from './writer.js';

/** An item of a batch. */
export interface Asked {
  readonly known: Known;
  readonly given: object;
}

/** Items that may be decided side by side, by their places in the batch. */
export type Wave = readonly number[];

/**
 * The items of a batch in as few waves as their order leaves: those of one record follow one another, and one that does
 * not say whose records it is decided by waits for all before it, and all behind it for it.
 */
export function wavesOf(items: readonly Asked[]): Wave[] {
  const waves: number[][] = [];
  let first = 0;
  let next = new Map<string, number>();
  for (const [at, { known, given }] of items.entries()) {
    const record = known.command.apart?.(given as never);
    if (record === undefined) {
      first = waves.push([at]);
      next = new Map();
      continue;
    }
    const wave = next.get(record) ?? first;
    next.set(record, wave + 1);
    waves[wave] = [...(waves[wave] ?? []), at];
  }
  return waves;
}
