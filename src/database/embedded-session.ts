import { Duplex } from 'node:stream';

/** Sends messages of PostgreSQL's protocol to a backend and brings its answer. */
export type Exchange = (bytes: Uint8Array) => Promise<Uint8Array>;

const TERMINATE = 0x58;

/** A simple query as the protocol writes it. */
function query(text: string): Uint8Array {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/**
 * What `pg` takes for its socket, over the embedded database's one backend. The backend is the same for every session,
 * so a session waits for its `turn`, ends what the one before left open and forgets its settings.
 */
export class EmbeddedSession extends Duplex {
  #begun = false;

  constructor(
    readonly exchange: Exchange,
    readonly turn: Promise<void>,
  ) {
    super();
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }

  // What `pg` does to a socket and what has no meaning here.
  setNoDelay = () => this;
  setKeepAlive = () => this;
  ref = () => this;
  unref = () => this;

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#send(chunk).then(() => done(), done);
  }

  /** The messages of one statement go in one piece. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  async #send(bytes: Buffer): Promise<void> {
    if (!this.#begun) await this.#begin();
    if (bytes[0] === TERMINATE) return;
    const answer = await this.exchange(bytes);
    if (answer.length > 0 && !this.destroyed) this.push(answer);
  }

  async #begin(): Promise<void> {
    await this.turn;
    this.#begun = true;
    for (const text of ['rollback', 'discard all']) await this.exchange(query(text));
  }
}
