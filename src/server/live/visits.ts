import { identityKey } from '../../auth/admission.js';
import type { Viewer } from '../../auth/viewer.js';
import { RateLimited } from '../../errors.js';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What is open at the moment: so many sockets and streams of one identity, each as long as its token holds. */
export class Visits {
  readonly #open = new Map<string, number>();

  constructor(readonly most: number) {}

  /**
   * Counts one in and watches its token; call what it returns when it is over.
   * @throws RateLimited where the identity has too many open
   */
  enter(viewer: Viewer, address: string, expire: () => void): () => void {
    const key = identityKey(viewer, address);
    const open = this.#open.get(key) ?? 0;
    if (open >= this.most) throw new RateLimited(`More than ${this.most} sockets and streams at a time`, 1);
    this.#open.set(key, open + 1);
    const stop = viewer.expires === undefined ? () => {} : at(viewer.expires, expire);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      stop();
      const rest = (this.#open.get(key) ?? 1) - 1;
      if (rest > 0) this.#open.set(key, rest);
      else this.#open.delete(key);
    };
  }
}

/** Timers count no more than 24 days. */
function at(moment: number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = () => {
    const wait = moment - Date.now();
    timer = wait > LONGEST_TIMER_MS ? setTimeout(arm, LONGEST_TIMER_MS) : setTimeout(act, Math.max(0, wait));
    timer.unref();
  };
  arm();
  return () => clearTimeout(timer);
}
