import type { EventStore } from './event-store.js';

/**
 * Takes a turn of a task that one copy of the gateway does for all: a request that writes nothing but its key. However many
 * copies ask at once, one gets it; where that one stops in the middle, the next turn is another's.
 */
export async function takeTurn(store: EventStore, task: string, turn: number): Promise<boolean> {
  const committed = await store.commit({
    actor: `POLICY:${task}`,
    role: 'policy',
    requestId: 'turn',
    clientRequestId: `turn:${turn}`,
    command: 'turn',
    bodyHash: '',
    outcome: {},
    within: 'everything',
    writes: [],
  });
  return committed.is === 'written';
}
