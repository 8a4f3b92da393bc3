import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Sources } from '../loaders/reads.js';
import type { Seen } from '../sources/watched.js';

/** A whole answer as it was sent, and what it rests on. */
export interface Answer {
  /** In UTF-8, ready to be sent. */
  readonly bytes: Buffer;
  readonly type: string;
  /** Weak: the same answer may be sent packed and not. */
  readonly tag: string;
  readonly restsOn: readonly Seen[];
}

/** No answer takes more than this part of the memory. */
const LARGEST_PART = 8;

/**
 * Whole answers, kept as text for who asks the same again: under a key that says who may see what, and only as long as
 * every store says that nothing it rests on has changed.
 */
export class Answers {
  readonly #kept: LRUCache<string, Answer>;

  constructor(
    readonly sources: Sources,
    readonly bytes: number,
  ) {
    this.#kept = new LRUCache({
      maxSize: bytes,
      maxEntrySize: Math.floor(bytes / LARGEST_PART),
      sizeCalculation: ({ bytes, restsOn }) => bytes.length + restsOn.length * 200 + 500,
    });
  }

  /** Undefined where there is none, or something has changed, or it cannot be said now. */
  async find(key: string): Promise<Answer | undefined> {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    const same = await Promise.all(kept.restsOn.map((seen) => this.#isSame(seen)));
    if (same.every(Boolean)) return kept;
    this.#kept.delete(key);
    return undefined;
  }

  keep(key: string, text: string, type: string, restsOn: readonly Seen[]): Answer {
    const sent = Buffer.from(text);
    const answer = { bytes: sent, type, restsOn, tag: `W/"${digest(sent)}"` };
    this.#kept.set(key, answer);
    return answer;
  }

  async #isSame({ source, views, word }: Seen): Promise<boolean> {
    const changeOf = this.sources[source as keyof Sources]?.changeOf;
    return changeOf !== undefined && (await changeOf(views)) === word;
  }
}

export const digest = (text: string | Buffer) => createHash('sha256').update(text).digest('base64url');
