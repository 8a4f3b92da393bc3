import { LRUCache } from 'lru-cache';
import type { Row } from '../row-source.js';

/** One part of an answer. */
export interface Kept {
  readonly rows: readonly Row[];
  /** What told that the views had not changed when this was read. */
  readonly token: string;
  /** When that was last so, in milliseconds since 1970. */
  asOf: number;
}

/** What a part costs beside its rows: its id, its place in the map. */
const PART_BYTES = 300;
const ROW_BYTES = 40;
const CELL_BYTES = 12;

/** Parts of answers, those that were not asked for longest going first when there is no more room. */
export class Memory {
  readonly #parts: LRUCache<string, Kept>;

  constructor(bytes: number) {
    // One answer that would put out most of the others is not kept.
    const limits = { maxSize: Math.max(1, bytes), maxEntrySize: Math.max(1, Math.floor(bytes / 4)) };
    this.#parts = new LRUCache({ ...limits, sizeCalculation: ({ rows }) => bytesOf(rows) });
  }

  get = (id: string): Kept | undefined => this.#parts.get(id);
  set(id: string, kept: Kept): void {
    this.#parts.set(id, kept);
  }
  get bytes(): number {
    return this.#parts.calculatedSize;
  }
}

/** About what rows take in memory: names are shared by all rows, texts are their own. */
export function bytesOf(rows: readonly Row[]): number {
  let bytes = PART_BYTES;
  for (const row of rows) {
    bytes += ROW_BYTES;
    for (const value of Object.values(row)) bytes += CELL_BYTES + (typeof value === 'string' ? value.length + 16 : 0);
  }
  return bytes;
}
