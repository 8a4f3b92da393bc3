import PQueue from 'p-queue';
import { Overloaded } from '../../errors.js';
import type { RowSource } from '../row-source.js';
import { around } from './around.js';
import { type FairOptions, FairQueue } from './fair-queue.js';

export interface QueueLimits {
  readonly concurrent: number;
  readonly waiting: number;
}

/** So many statements at a time; the rest wait, requests by turns, and beyond `waiting` are refused. */
export function limited(source: RowSource, name: string, { concurrent, waiting }: QueueLimits): RowSource {
  const queue = new PQueue<FairQueue, FairOptions>({ concurrency: concurrent, queueClass: FairQueue });
  return around(source, async (read, { requestId, signal }) => {
    signal?.throwIfAborted();
    if (queue.size >= waiting && queue.pending >= concurrent) throw new Overloaded(name);
    return queue.add(read, { requestId, ...(signal && { signal }) });
  });
}
