/** Tells that something may have been written. */
export type Ring = () => void;

/** A database whose writers tell each other of what they write, as a server does. */
export interface Telling {
  /** Calls `ring` for what anybody writes, and whenever something may have been missed. Returns what stops it. */
  readonly listen?: (channel: string, ring: Ring) => Ring;
}

/** What the trigger on `ops.outbox` notifies. */
const CHANNEL = 'ops_outbox';

/** Who waits for what is written. Nobody else writes to an embedded database, so there the store's own word is enough. */
export class Bells {
  readonly #rings = new Set<Ring>();

  constructor(readonly database: Telling) {}

  /** @returns  stops it */
  add(ring: Ring): Ring {
    if (this.database.listen) return this.database.listen(CHANNEL, ring);
    this.#rings.add(ring);
    return () => this.#rings.delete(ring);
  }

  /** Something was committed by this process. */
  ring(): void {
    for (const ring of this.#rings) ring();
  }
}
