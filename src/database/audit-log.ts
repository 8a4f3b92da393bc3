import type pg from 'pg';
import type { AuditEntry, AuditStore } from '../audit/audit-entry.js';

const INSERT = `insert into ops.audit_entry (actor, role, request_id, operation_name, action, fields, row_count)
select actor, role, request_id, operation_name, action, string_to_array(fields, ','), row_count
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
  as entry (actor, role, request_id, operation_name, action, fields, row_count)`;

/** Adds entries by one statement, on the pool or within the transaction of a connection that writes what they tell of. */
export async function insertAudit(on: Pick<pg.ClientBase, 'query'>, entries: readonly AuditEntry[]): Promise<void> {
  const each = <T>(value: (entry: AuditEntry) => T) => entries.map(value);
  await on.query(INSERT, [
    each(({ actor }) => actor),
    each(({ role }) => role),
    each(({ requestId }) => requestId),
    each(({ operationName }) => operationName),
    each(({ action }) => action),
    each(({ fields }) => fields.join(',')),
    each(({ rows }) => rows),
  ]);
}

/** The table of the database that a pool leads to. */
export const auditLog = (pool: pg.Pool): AuditStore => ({
  append: (entries) => insertAudit({ query: pool.query.bind(pool) }, entries),
});
