import type { RowSource } from './row-source.js';

/** Who asks, and until when. */
export interface Asking {
  readonly requestId: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Lets a read pass, later or not at all. */
export type Pass = <T>(read: () => Promise<T>, asking: Asking) => Promise<T>;

/** A source around a source: every read goes through `pass`. */
export function around(source: RowSource, pass: Pass): RowSource {
  const { readAll } = source;
  return {
    select: (read, signal) => pass(() => source.select(read, signal), { requestId: read.requestId, signal }),
    aggregate: (read, signal) => pass(() => source.aggregate(read, signal), { requestId: read.requestId, signal }),
    ...(readAll && {
      readAll: (reads, signal) => pass(() => readAll(reads, signal), { requestId: reads[0]?.requestId, signal }),
    }),
    close: () => source.close(),
  };
}
