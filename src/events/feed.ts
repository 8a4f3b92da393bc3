import type { EventStore } from './event-store.js';
import { Following, type FollowOptions } from './following.js';
import { Tail } from './tail.js';

/** Events as they come: read by one for all who follow, and by nobody where nobody does. */
export class EventFeed {
  #opening: ReturnType<typeof Tail.open> | undefined;
  #followers = 0;

  constructor(
    readonly store: EventStore,
    readonly most?: number,
  ) {}

  /** @throws SourceUnavailable, SourceTimeout  the database does not say where to begin */
  async follow(options: Pick<FollowOptions, 'after' | 'wants'>): Promise<Following> {
    this.#followers += 1;
    this.#opening ??= Tail.open(this.store, this.most);
    const opening = this.#opening;
    const leave = () => {
      this.#followers -= 1;
      if (this.#followers > 0) return;
      this.#opening = undefined;
      opening.then(
        ({ stop }) => stop(),
        () => {},
      );
    };
    try {
      return new Following({ ...options, tail: (await opening).tail, leave });
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      this.#followers -= 1;
      throw error;
    }
  }
}
