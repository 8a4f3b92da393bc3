export const AUDIT_ACTIONS = ['READ_PERSONAL', 'EXPORT', 'WRITE'] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What one request did that has to be known later. No value that was read, and no address: only who, what and how much. */
export interface AuditEntry {
  /** `user:` and the subject, `key:` and the id, `local` or `anonymous`. */
  readonly actor: string;
  readonly role: string;
  readonly requestId: string;
  readonly operationName: string | null;
  readonly action: AuditAction;
  /** `Type.field`, sorted. */
  readonly fields: readonly string[];
  readonly rows: number;
}

/** Where entries are kept. */
export interface AuditStore {
  append(entries: readonly AuditEntry[]): Promise<void>;
}
