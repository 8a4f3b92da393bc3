import type { Column, Condition } from '../row-source.js';

/** What has to be known of a view to keep a copy of its rows. */
export interface Copied {
  readonly view: string;
  readonly columns: readonly Column[];
  /** What tells a row from every other. */
  readonly key: Column;
  /** When a row was last synchronised, where the view says so. */
  readonly synced?: Column;
  /** The order that look-ups by owner and date read least of. */
  readonly order: readonly string[];
}

/** A view without the columns that the source's view lacks. @throws Error where its key is one of them */
export function withoutMissing(copied: Copied, missing: readonly string[]): Copied {
  const { synced, key, ...rest } = copied;
  if (missing.includes(key.name)) throw new Error(`It lacks ${key.name}, which is its key`);
  return {
    ...rest,
    key,
    columns: rest.columns.filter(({ name }) => !missing.includes(name)),
    order: rest.order.filter((name) => !missing.includes(name)),
    ...(synced && !missing.includes(synced.name) && { synced }),
  };
}

/** Loads of the source's own may be committed later than they are dated: so far back changes are asked for again. */
const OVERLAP_MS = 3_600_000;

/** Rows that are dated at or after the watermark, less the overlap, and those that are not dated. */
export function changedSince({ synced }: Copied, watermark: string | null): Condition | undefined {
  if (!synced || watermark === null) return undefined;
  const from = new Date(Date.parse(watermark) - OVERLAP_MS).toISOString();
  return {
    any: [
      { column: synced, is: 'gte', value: from },
      { column: synced, isNull: true },
    ],
  };
}
