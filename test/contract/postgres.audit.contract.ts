import { expect, test } from 'vitest';
import type { AuditEntry } from '../../src/audit/audit-entry.js';
import { auditLog, insertAudit } from '../../src/database/audit-log.js';
import { pruneAudit } from '../../src/database/prune-audit.js';
import { asRole, type Engine } from '../support/postgres.js';

const ENTRY: AuditEntry = {
  actor: 'user:ann',
  role: 'foreman',
  requestId: 'r1',
  operationName: 'Foremen',
  action: 'READ_PERSONAL',
  fields: ['Audit.changedBy', 'Audit.createdBy'],
  rows: 40,
};

/** The table of the audit, on a database that is migrated: written by the gateway's role, changed by nobody. */
export function auditContract(engine: () => Engine): void {
  test('the gateway appends, and what it wrote is read as it was', async () => {
    const database = engine().open({ role: 'wellgraph_gateway' });
    const hostile = "'; drop table ops.audit_entry; --";
    await auditLog(database.pool).append([
      ENTRY,
      { ...ENTRY, requestId: hostile, operationName: null, action: 'WRITE' },
    ]);
    const { rows } = await database.pool.query('select * from ops.audit_entries order by id');
    await database.close();
    expect(rows).toMatchObject([
      {
        id: '1',
        actor: 'user:ann',
        role: 'foreman',
        request_id: 'r1',
        operation_name: 'Foremen',
        action: 'READ_PERSONAL',
      },
      { id: '2', request_id: hostile, operation_name: null, action: 'WRITE' },
    ]);
    expect(rows[0]).toMatchObject({
      fields: 'Audit.changedBy, Audit.createdBy',
      row_count: '40',
      at: expect.any(Date),
    });
  });

  test('entries that tell of a write go with its transaction', async () => {
    const count = await engine().asOwner(async (client) => {
      await client.query('begin');
      await insertAudit(client, [ENTRY]);
      await client.query('rollback');
      return (await client.query('select count(*)::int as n from ops.audit_entry')).rows[0].n;
    });
    expect(count).toBe(2);
  });

  const COLUMNS = 'actor, role, request_id, action, fields, row_count';
  const VALUES = "'user:ann', 'foreman', 'r', 'WRITE', '{}', 1";
  test.each([
    ['change an entry', "update ops.audit_entry set actor = 'user:bob'"],
    ['delete one', 'delete from ops.audit_entry'],
    ['empty the table', 'truncate ops.audit_entry'],
    ['change one through the view', "update ops.audit_entries set actor = 'user:bob'"],
    ['delete one through the view', 'delete from ops.audit_entries'],
    ['choose the moment', `insert into ops.audit_entry (at, ${COLUMNS}) values ('epoch', ${VALUES})`],
    ['choose the number', `insert into ops.audit_entry (id, ${COLUMNS}) overriding system value values (1, ${VALUES})`],
    ['drop the trigger', 'drop trigger never_changed on ops.audit_entry'],
    ['turn the trigger off', 'alter table ops.audit_entry disable trigger all'],
  ])('the gateway may not %s', async (_, text) => {
    await expect(engine().asOwner((client) => asRole(client, 'wellgraph_gateway', text))).rejects.toThrow(
      /permission denied|must be owner|cannot (update|delete)|never changed/,
    );
  });

  test.each(["update ops.audit_entry set actor = 'x'", 'delete from ops.audit_entry', 'truncate ops.audit_entry'])(
    'even the owner may not: %s',
    (text) => expect(engine().asOwner((client) => client.query(text))).rejects.toThrow('added and never changed'),
  );

  test.each([
    ['an action that is none', { action: 'READ' as never }],
    ['nobody', { actor: '' }],
    ['fewer rows than none', { rows: -1 }],
  ])('the table takes no %s', (_, wrong) =>
    expect(engine().asOwner((client) => insertAudit(client, [{ ...ENTRY, ...wrong }]))).rejects.toThrow(/check/),
  );

  test.each(['role_gis_ro', 'role_dbt', 'role_dagster'])('%s sees none of it', (role) =>
    expect(engine().asOwner((client) => asRole(client, role, 'select * from ops.audit_entries'))).rejects.toThrow(
      'permission denied',
    ),
  );

  test('who owns it takes old entries out, no younger ones, and that is an entry too', async () => {
    await engine().asOwner(async (client) => {
      const old = `insert into ops.audit_entry (at, ${COLUMNS}) values ('2019-12-31T23:59:59Z', ${VALUES}), ('2020-01-01T00:00:00Z', ${VALUES})`;
      await client.query(old);
      const told = async () => (await client.query('select * from ops.audit_entries order by at, id')).rows;
      const before = await told();
      expect(await pruneAudit(client, '2020-01-01')).toBe(1);
      const after = await told();
      expect(after.slice(0, -1)).toEqual(before.slice(1));
      expect(after.at(-1)).toMatchObject({
        actor: expect.stringMatching(/^database:./),
        operation_name: 'audit:prune',
        action: 'WRITE',
        fields: 'AuditEntry before 2020-01-01',
        row_count: '1',
      });
      await expect(client.query('delete from ops.audit_entry')).rejects.toThrow('added and never changed');
    });
  });

  test('of the last year nothing is taken out, by nobody, and nothing by others than who owns it', async () => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    const count = 'select count(*)::int as n from ops.audit_entry';
    await engine().asOwner(async (client) => {
      const [before] = (await client.query(count)).rows;
      for (const ago of [-1, 0, 363]) await expect(pruneAudit(client, day(ago))).rejects.toThrow('last 365 days stay');
      await client.query('set role wellgraph_gateway');
      await expect(pruneAudit(client, '2021-01-01')).rejects.toThrow(/must be owner|permission denied/);
      await client.query('reset role');
      expect((await client.query(count)).rows).toEqual([before]);
    });
  });
}
