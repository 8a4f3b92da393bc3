import type { Column } from '../row-source.js';

/** A view as it is copied. */
export interface Copied {
  readonly view: string;
  readonly columns: readonly Column[];
  readonly key: Column;
  readonly synced?: Column;
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
