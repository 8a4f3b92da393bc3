import type { FormattedExecutionResult } from 'graphql';

export type Answer = FormattedExecutionResult;
export type Stream = AsyncGenerator<Answer, void, void>;
/** What one operation gives: one answer, or one after another. */
export type Given = Answer | Stream;

/**
 * The answers of one operation, worked out when the first is asked for. Leaving stops what is being read at that moment
 * and never waits for it, as leaving a generator function would.
 */
export class Answers implements Stream {
  readonly #left = new AbortController();
  #following: Stream | undefined;
  #begun = false;
  #release = () => {};

  constructor(readonly begin: (gone: AbortSignal) => Promise<Given>) {}

  next(): Promise<IteratorResult<Answer, void>> {
    if (this.#left.signal.aborted) return Promise.resolve(OVER);
    return new Promise((resolve, reject) => {
      this.#release = () => resolve(OVER);
      this.#answer().then(resolve, reject);
    });
  }

  async return(): Promise<IteratorResult<Answer, void>> {
    this.#left.abort(new Error('the client left'));
    this.#release();
    leave(this.#following);
    return OVER;
  }

  async throw(error: unknown): Promise<IteratorResult<Answer, void>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #answer(): Promise<IteratorResult<Answer, void>> {
    if (!this.#begun) {
      this.#begun = true;
      const given = await this.begin(this.#left.signal);
      if (!(Symbol.asyncIterator in given)) return { done: false, value: given };
      this.#following = given;
      if (this.#left.signal.aborted) leave(given);
    }
    return this.#following?.next() ?? OVER;
  }
}

const OVER = { done: true, value: undefined } as const;

/** A source may be in the middle of waiting for something; nobody waits for it here. */
function leave(stream: Stream | undefined): void {
  stream?.return().catch(() => {});
}
