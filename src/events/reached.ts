import { setTimeout } from 'node:timers/promises';
import type { EventStore } from './event-store.js';
import { NotReached } from './not-reached.js';

/** A reader waits this long for its database to catch up. */
export const MOST_PATIENCE_MS = 2_000;
const STEP_MS = 25;

/**
 * Waits until an event can be seen in the database that is read, which may be a copy that lags behind the one written to.
 * Only the event itself will do: numbers are given before they are committed, so a greater one proves nothing.
 * @throws NotReached  the database has not come that far in two seconds
 */
export async function reached(store: EventStore, sequence: string, signal?: AbortSignal): Promise<void> {
  const text = 'select exists (select from ops.event where seq = $1) as seen';
  for (let waited = 0; ; waited += STEP_MS) {
    signal?.throwIfAborted();
    if ((await store.read<{ seen: boolean }>(text, [sequence]))[0]?.seen) return;
    if (waited >= MOST_PATIENCE_MS) throw new NotReached('OPS', MOST_PATIENCE_MS);
    await setTimeout(STEP_MS);
  }
}
