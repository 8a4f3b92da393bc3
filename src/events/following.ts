import { FellBehind } from '../errors.js';
import { eventsAfter, isAfter, type Position, type SentEvent } from './outbox.js';
import type { Tail } from './tail.js';

export interface FollowOptions {
  readonly tail: Tail;
  /** The last event that the follower has seen; what comes from now on where it has seen none. */
  readonly after?: Position | undefined;
  readonly wants: (event: SentEvent) => boolean | Promise<boolean>;
  readonly leave: () => void;
}

const OVER = { done: true, value: undefined } as const;

/**
 * One follower's events. Nothing is kept for it alone: it has a place in the tail, and first reads what came before that
 * from the outbox. One that leaves more events unread than the tail keeps is told so, and where to go on.
 */
export class Following implements AsyncIterableIterator<SentEvent> {
  readonly #page: SentEvent[] = [];
  #seen: Position | undefined;
  #index: number | undefined;
  #isOver = false;
  #wake = () => {};

  constructor(readonly options: FollowOptions) {
    this.#seen = options.after;
    if (!options.after) this.#index = options.tail.end;
  }

  /** @throws FellBehind  the follower was too slow */
  async next(): Promise<IteratorResult<SentEvent, undefined>> {
    try {
      while (!this.#isOver) {
        const event = this.#index === undefined ? await this.#older() : await this.#newer(this.#index);
        if (!event) continue;
        this.#seen = event;
        if ((await this.options.wants(event)) && !this.#isOver) return { done: false, value: event };
      }
      return OVER;
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<SentEvent, undefined>> {
    if (!this.#isOver) this.options.leave();
    this.#isOver = true;
    this.#wake();
    return OVER;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #older(): Promise<SentEvent | undefined> {
    const { tail } = this.options;
    const position = this.#seen;
    const before = tail.first;
    if (!position) throw new Error('A follower that has seen nothing has nothing to catch up with');
    if (this.#page.length === 0) {
      this.#index = tail.indexAfter(position);
      if (this.#index !== undefined) return undefined;
      this.#page.push(...(await eventsAfter(tail.store, position)));
      // Nothing lies between: the tail has what comes, unless it has lost some of it meanwhile.
      if (this.#page.length === 0 && tail.first === before) this.#index = before;
    }
    return this.#page.shift();
  }

  async #newer(index: number): Promise<SentEvent | undefined> {
    const { tail } = this.options;
    if (index < tail.first) throw new FellBehind(tail.most);
    const event = tail.at(index);
    if (event) this.#index = index + 1;
    else await this.#another();
    return event && this.#isNew(event) ? event : undefined;
  }

  /** The tail may be behind what the follower saw elsewhere, and come to it only now. */
  #isNew(event: SentEvent): boolean {
    return !this.#seen || isAfter(event, this.#seen);
  }

  #another(): Promise<void> {
    return new Promise((resolve) => {
      const forget = this.options.tail.next(resolve);
      this.#wake = () => {
        forget();
        resolve();
      };
    });
  }
}
