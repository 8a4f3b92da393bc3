import type { EventStore } from './event-store.js';
import { eventsAfter, isAfter, isMoreAfter, type Position, positionNow, type SentEvent } from './outbox.js';

/** Events kept for those who follow; who is further behind than that follows no more. */
export const MOST_KEPT = 1_000;
/** A word that is lost is made up for by then. */
const HEARTBEAT_MS = 5_000;
/** After events were seen that are not settled, or the database did not answer. */
const PAUSE_MS = 50;
const TROUBLE_MS = 1_000;

/** The newest settled events, read once however many follow them. Each has an index that counts from the first one on. */
export class Tail {
  #kept: SentEvent[] = [];
  #first = 0;
  #before: Position;
  #position: Position;
  readonly #waiting = new Set<() => void>();
  #isReading = false;
  #isRung = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(
    readonly store: EventStore,
    now: Position,
    readonly most: number,
  ) {
    this.#before = now;
    this.#position = now;
  }

  /** @returns  the tail, and what ends it */
  static async open(store: EventStore, most = MOST_KEPT): Promise<{ tail: Tail; stop: () => void }> {
    const tail = new Tail(store, await positionNow(store), most);
    const ring = () => void tail.#read();
    const stopBell = store.bells.add(ring);
    const heartbeat = setInterval(ring, HEARTBEAT_MS).unref();
    ring();
    const stop = () => {
      tail.#isOver = true;
      stopBell();
      clearInterval(heartbeat);
      clearTimeout(tail.#timer);
    };
    return { tail, stop };
  }

  /** The index of the oldest event that is kept, and of the one that comes next. */
  get first(): number {
    return this.#first;
  }
  get end(): number {
    return this.#first + this.#kept.length;
  }

  at = (index: number): SentEvent | undefined => this.#kept[index - this.#first];

  /** The index of the first event after a position; undefined where events after it may be kept no more. */
  indexAfter(position: Position): number | undefined {
    if (isAfter(this.#before, position)) return undefined;
    const found = this.#kept.findIndex((event) => isAfter(event, position));
    return found === -1 ? this.end : this.#first + found;
  }

  /** Calls once there is another event. @returns  forgets about it */
  next(tell: () => void): () => void {
    this.#waiting.add(tell);
    return () => this.#waiting.delete(tell);
  }

  async #read(): Promise<void> {
    this.#isRung = true;
    if (this.#isReading || this.#isOver) return;
    this.#isReading = true;
    try {
      while (this.#isRung && !this.#isOver) {
        this.#isRung = false;
        await this.#readOnce();
      }
    } catch {
      this.#again(TROUBLE_MS);
    } finally {
      this.#isReading = false;
    }
  }

  async #readOnce(): Promise<void> {
    const events = await eventsAfter(this.store, this.#position);
    if (events.length > 0) {
      this.#keep(events);
      this.#isRung = true;
    } else if (await isMoreAfter(this.store, this.#position)) this.#again(PAUSE_MS);
  }

  #again(afterMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#read(), afterMs).unref();
  }

  #keep(events: readonly SentEvent[]): void {
    this.#kept.push(...events);
    this.#position = events.at(-1) ?? this.#position;
    const dropped = this.#kept.splice(0, Math.max(0, this.#kept.length - this.most));
    this.#first += dropped.length;
    this.#before = dropped.at(-1) ?? this.#before;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const tell of waiting) tell();
  }
}
