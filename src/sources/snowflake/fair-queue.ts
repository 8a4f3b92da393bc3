/** What waits for its turn, by the request it belongs to: so one with a hundred statements holds up none with a single one. */
export class FairQueue {
  readonly #lines = new Map<string, (() => void)[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(requestId: string, go: () => void): void {
    const line = this.#lines.get(requestId);
    if (line) line.push(go);
    else this.#lines.set(requestId, [go]);
    this.#size += 1;
  }

  /** The first of the request whose turn it is, which then goes to the end. */
  next(): (() => void) | undefined {
    const [turn] = this.#lines;
    if (!turn) return undefined;
    const [requestId, line] = turn;
    const go = line.shift();
    this.#lines.delete(requestId);
    if (line.length > 0) this.#lines.set(requestId, line);
    this.#size -= 1;
    return go;
  }

  /** Who has left waits no longer. */
  leave(requestId: string, go: () => void): void {
    const line = this.#lines.get(requestId);
    const at = line?.indexOf(go) ?? -1;
    if (!line || at < 0) return;
    line.splice(at, 1);
    this.#size -= 1;
    if (line.length === 0) this.#lines.delete(requestId);
  }
}
