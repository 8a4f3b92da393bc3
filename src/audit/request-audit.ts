import type { AuditAction, AuditEntry } from './audit-entry.js';

export interface Asker {
  readonly actor: string;
  readonly role: string;
  readonly requestId: string;
}

const LONGEST_NAME = 200;

/** What one request shows, exports and writes, gathered while it runs; `end` hands it on, an entry an action. */
export class RequestAudit {
  readonly #done = new Map<AuditAction, Map<string, number>>();
  readonly #read = new Map<string, number>();

  constructor(
    readonly asker: Asker,
    readonly add: (entries: readonly AuditEntry[]) => void,
  ) {}

  /** So many rows of this type were read for the answer. */
  read(type: string, rows: number): void {
    this.#read.set(type, (this.#read.get(type) ?? 0) + rows);
  }

  /** Personal data was shown in clear: so many rows of this field; all that were read of the type unless said otherwise. */
  personal(type: string, field: string, rows = this.#read.get(type) ?? 0): void {
    this.#note('READ_PERSONAL', `${type}.${field}`, rows);
  }

  exported(type: string, field: string, rows: number): void {
    this.#note('EXPORT', `${type}.${field}`, rows);
  }

  /** For writes whose own store keeps no entry in the same transaction. */
  wrote(type: string, field: string, rows = 1): void {
    this.#note('WRITE', `${type}.${field}`, rows);
  }

  /** Called when the answer is made. What comes later is of the next answer, such as of a subscription's next event. */
  end(operationName: string | null | undefined): void {
    this.#read.clear();
    if (this.#done.size === 0) return;
    const name = operationName?.slice(0, LONGEST_NAME) ?? null;
    const entries = [...this.#done].map(([action, fields]) => ({
      ...this.asker,
      operationName: name,
      action,
      fields: [...fields.keys()].sort(),
      rows: Math.max(...fields.values()),
    }));
    this.#done.clear();
    this.add(entries);
  }

  #note(action: AuditAction, field: string, rows: number): void {
    const fields = this.#done.get(action) ?? new Map<string, number>();
    fields.set(field, (fields.get(field) ?? 0) + rows);
    this.#done.set(action, fields);
  }
}
