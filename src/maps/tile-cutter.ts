import { Worker } from 'node:worker_threads';
import { Overloaded } from '../errors.js';
import { BUFFER, EXTENT, type TileAt, tileBox } from '../geo/tile-box.js';

/** A feature as it goes into a tile: its shape as RFC 7946 text, and properties without nulls. */
export interface TileFeature {
  readonly geometry: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

interface Answer {
  readonly id: number;
  readonly bytes?: Uint8Array;
  readonly error?: Error;
}

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** Tiles that may wait for the thread that cuts them. */
const MOST_WAITING = 100;

/** Cuts vector tiles out of features in a thread that is started with the first of them: it may take a second for one. */
export class TileCutter {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #last = 0;

  /** @throws Overloaded where too many tiles wait already, or this one has waited until its request's end */
  cut(layer: string, at: TileAt, features: readonly TileFeature[], signal: AbortSignal): Promise<Uint8Array> {
    if (this.#waiting.size >= MOST_WAITING) throw new Overloaded('The map');
    this.#worker ??= this.#start();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Overloaded('The map')), { once: true });
      this.#waiting.set(id, { resolve, reject });
      this.#worker?.postMessage({ id, layer, at, features, box: tileBox(at), extent: EXTENT, buffer: BUFFER });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./cut-worker.mjs', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, bytes, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (bytes) waiting?.resolve(bytes);
      else waiting?.reject(error ?? new Error('no tile'));
    });
    worker.on('error', (error) => this.#ended(error));
    worker.on('exit', () => this.#ended(new Error('the thread that cuts tiles has ended')));
    return worker;
  }

  /** The next tile starts another. */
  #ended(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
