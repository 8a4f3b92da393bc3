import { Overloaded } from '../../errors.js';
import type { RowSource } from '../row-source.js';
import { type Asking, around } from '../around.js';
import { FairQueue } from './fair-queue.js';

export interface QueueLimits {
  readonly concurrent: number;
  readonly waiting: number;
}

/** So many statements at a time; the rest wait, requests by turns, and beyond `waiting` are refused. */
export function limited(source: RowSource, name: string, { concurrent, waiting }: QueueLimits): RowSource {
  const queue = new FairQueue();
  let running = 0;
  return around(source, async (read, asking) => {
    asking.signal?.throwIfAborted();
    if (running < concurrent) running += 1;
    else if (queue.size >= waiting) throw new Overloaded(name);
    else await turnOf(queue, asking);
    try {
      return await read();
    } finally {
      // Whoever is next takes this place over.
      const next = queue.next();
      if (next) next();
      else running -= 1;
    }
  });
}

function turnOf(queue: FairQueue, { requestId = '', signal }: Asking): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      queue.leave(requestId, go);
      reject(signal?.reason);
    };
    const go = () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    queue.add(requestId, go);
    signal?.addEventListener('abort', leave, { once: true });
  });
}
