import { SourceUnavailable } from '../../errors.js';
import type { RowSource } from '../row-source.js';

/**
 * A source of PostgreSQL that is still being opened: its reads wait for it, and fail as unavailable where it cannot be opened. The
 * other sources answer meanwhile.
 */
export function lazySource(opening: Promise<RowSource>, name: string): RowSource {
  const opened = opening.catch((error: unknown) => {
    throw new SourceUnavailable(name, error);
  });
  opened.catch(() => {}); // each read tells of it
  return {
    writesJson: true, // as every source of this folder does
    select: async (...read) => (await opened).select(...read),
    aggregate: async (...read) => (await opened).aggregate(...read),
    tile: async (...read) => (await (await opened).tile?.(...read)) ?? null,
    readAll: async (reads, signal) => {
      const source = await opened;
      if (source.readAll) return source.readAll(reads, signal);
      return Promise.all(
        reads.map((read) => ('measures' in read ? source.aggregate(read, signal) : source.select(read, signal))),
      );
    },
    changeOf: async (...views) => (await opened).changeOf?.(...views),
    close: async () => (await opened).close(),
  };
}
