import { setTimeout as passed } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AuditEntry, AuditStore } from './audit-entry.js';
import { type Asker, RequestAudit } from './request-audit.js';

export interface AuditOptions {
  /** None where no database is open: nothing is kept then. */
  readonly store?: AuditStore | undefined;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly everyMs?: number;
  /** Entries that may wait to be written. */
  readonly most?: number;
}

const EVERY_MS = 1_000;
const MOST = 10_000; // some 5 MB
const BATCH = 500;
const LAST_MS = 3_000; // for writing at a stop
const STOP = 'the gateway stops';

/**
 * Writes audit entries behind the answers, many at a time. Reading never fails or waits for it: while the store is down
 * entries wait, up to a bound; then the newest are lost and counted, and the log says so when it begins and when it is over. A process that is killed loses what it had
 * not written, a second's worth; one that is stopped writes it first. A batch whose acknowledgement was lost is written again.
 */
export class AuditTrail {
  readonly #waiting: AuditEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #lost = 0;
  #failing = false;

  constructor(readonly options: AuditOptions) {
    if (!options.store) options.log.warn('no audit is kept: no database is open (MAPS=off)');
  }

  /** How many entries were lost since the start. */
  get lost(): number {
    return this.#lost;
  }

  of(asker: Asker): RequestAudit {
    return new RequestAudit(asker, (entries) => this.#add(entries));
  }

  /** Writes what waits; what cannot be written goes on waiting. */
  flush(): Promise<void> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** The last chance to write: what fails now is lost. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const written = this.flush().then(() => this.flush()); // the second for what came while the first was on its way
    await Promise.race([written, passed(LAST_MS, undefined, { ref: false })]);
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0) this.#lose(this.#waiting.length, STOP);
  }

  #add(entries: readonly AuditEntry[]): void {
    if (!this.options.store) return;
    const room = Math.max(0, (this.options.most ?? MOST) - this.#waiting.length);
    this.#waiting.push(...entries.slice(0, room));
    if (entries.length > room) this.#lose(entries.length - room, 'too many wait');
    this.#timer ??= this.#later();
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, this.options.everyMs ?? EVERY_MS).unref();
  }

  async #write(): Promise<void> {
    const { store, log } = this.options;
    while (store && this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      try {
        await store.append(batch);
      } catch (err) {
        if (!this.#failing) log.error({ err }, 'audit entries cannot be written; they wait');
        this.#failing = true;
        this.#timer ??= this.#later();
        return;
      }
      if (this.#failing) log.warn({ lost: this.#lost }, 'audit entries are written again');
      this.#failing = false;
      this.#waiting.splice(0, batch.length);
    }
  }

  #lose(entries: number, reason: string): void {
    if (this.#lost === 0 || reason === STOP) this.options.log.error({ entries, reason }, 'audit entries are lost');
    this.#lost += entries;
  }
}
