/** One statement that several may wait for. It is given up when the last of them has left. */
export class Flight<T> {
  readonly #stop = new AbortController();
  readonly #answers: Promise<T[]>;
  #waiting = 0;
  #landed = false;

  constructor(send: (signal: AbortSignal) => Promise<T[]>) {
    this.#answers = send(this.#stop.signal).finally(() => {
      this.#landed = true;
    });
    this.#answers.catch(() => {}); // whoever waits hears of it; maybe nobody does any more
  }

  /** Tells when it is over, either way. */
  over(then: () => void): void {
    this.#answers.then(then, then);
  }

  /** Nobody waits for it any more, so nobody may join it either. */
  get isGivenUp(): boolean {
    return this.#stop.signal.aborted;
  }

  wait(signal: AbortSignal | undefined): Promise<T[]> {
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting -= 1;
        if (this.#waiting === 0 && !this.#landed) this.#stop.abort(signal?.reason);
        reject(signal?.reason);
      };
      if (signal?.aborted) return leave();
      signal?.addEventListener('abort', leave, { once: true });
      this.#answers.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
    });
  }
}
