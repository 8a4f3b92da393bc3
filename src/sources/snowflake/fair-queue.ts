import type { QueueAddOptions } from 'p-queue';

/** What waits, and the request it belongs to. */
interface Waiting {
  readonly id: string | undefined;
  readonly run: () => Promise<unknown>;
}

export type FairOptions = QueueAddOptions & { readonly requestId?: string | undefined };

/** The order of a p-queue: requests take turns, so that one with a hundred statements holds up none with a single one. */
export class FairQueue {
  readonly #lines = new Map<string, Waiting[]>();
  size = 0;

  enqueue(run: () => Promise<unknown>, { id, requestId = '' }: Partial<FairOptions> = {}): void {
    const line = this.#lines.get(requestId);
    if (line) line.push({ id, run });
    else this.#lines.set(requestId, [{ id, run }]);
    this.size += 1;
  }

  /** The first of the request whose turn it is, which then goes to the end. */
  dequeue(): (() => Promise<unknown>) | undefined {
    const [turn] = this.#lines;
    if (!turn) return undefined;
    const [requestId, line] = turn;
    const next = line.shift();
    this.#lines.delete(requestId);
    if (line.length > 0) this.#lines.set(requestId, line);
    this.size -= 1;
    return next?.run;
  }

  /** Who has left waits no longer. */
  remove(id: string): void {
    for (const [requestId, line] of this.#lines) {
      const at = line.findIndex((waiting) => waiting.id === id);
      if (at < 0) continue;
      line.splice(at, 1);
      this.size -= 1;
      if (line.length === 0) this.#lines.delete(requestId);
      return;
    }
  }

  filter(): never[] {
    return [];
  }

  setPriority(): void {}
}
