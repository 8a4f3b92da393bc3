import type { RowSource } from './row-source.js';

/** A source whose reads begin when `ready` has come, asked once however many there are. */
export function after(source: RowSource, ready: () => Promise<void>): RowSource {
  let coming: Promise<void> | undefined;
  const come = () => {
    coming ??= ready();
    return coming;
  };
  const { readAll } = source;
  return {
    ...source,
    select: async (...read) => {
      await come();
      return source.select(...read);
    },
    aggregate: async (...read) => {
      await come();
      return source.aggregate(...read);
    },
    ...(readAll && {
      readAll: async (...read: Parameters<typeof readAll>) => {
        await come();
        return readAll(...read);
      },
    }),
  };
}
