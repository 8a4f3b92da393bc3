import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellViewer, type Within } from '../../src/sources/postgres/viewer-settings.js';
import type { ScopedViewer } from '../../src/sources/scoped-viewer.js';
import { ALPHA as SAMPLE, insertRecordsOf, type Owner, recordsOf } from '../support/operations.js';
import { changeOf, dayOf, openEvents, requestOf } from '../support/ops.js';
import type { Engine } from '../support/postgres.js';

/** Of a network that nothing else here writes to. */
const ALPHA: Owner = { ...SAMPLE, id_flownet: 'N7' };
const OTHER: Owner = {
  id_flownet: 'N7',
  unit_id: 'U9',
  completion_id: 'U9a',
  facility_id: 'F9',
  meter_id: 'U9tank1',
  route_id: 'R9',
};
const viewerOf = ({ id_flownet, unit_id, facility_id, route_id = 'R1' }: Owner): ScopedViewer => ({
  id: unit_id,
  keys: {
    UNIT: [[unit_id, id_flownet]],
    FACILITY: [[facility_id, id_flownet]],
    ROUTE: [[route_id, id_flownet]],
    NETWORK: [],
  },
});
/** The same ids in another network. */
const STRANGER = viewerOf({ ...ALPHA, id_flownet: 'N8' });
const TABLES = [...new Set(recordsOf(ALPHA).map(([table]) => table))];

/** The wall around records of operations: it holds where neither a command nor a statement says anything of a scope. */
export function eventScopeContract(engine: () => Engine): void {
  // One connection, so that each use of it comes after another's.
  let opened: ReturnType<typeof openEvents>;
  beforeAll(async () => {
    await engine().asOwner(async (client) => {
      for (const owner of [ALPHA, OTHER]) await insertRecordsOf(client, owner);
    });
    opened = openEvents(engine(), 1);
  });
  afterAll(() => opened.close());

  async function asViewer(within: Within, text: string): Promise<any[]> {
    const client = await opened.database.pool.connect();
    const condition = { all: [] };
    try {
      await tellViewer(
        client,
        typeof within === 'string' ? { kind: within as 'everything' } : { kind: 'where', condition, viewer: within },
      );
      return (await client.query(text)).rows;
    } finally {
      client.release();
    }
  }
  const written = (within: Within, ...writes: Parameters<typeof requestOf>[0]) =>
    opened.store.commit(requestOf(writes, { within }));
  const aDay = ({ id_flownet, unit_id }: Owner) => dayOf({ id_flownet, unit_id });

  describe('the wall around records', () => {
    test.each(TABLES)('%s: reads without a condition meet the rows of the viewer’s scope', async (table) => {
      const rows = (within: Within) => asViewer(within, `select * from ops.${table}`);
      const [all, own, others] = [await rows('everything'), await rows(viewerOf(ALPHA)), await rows(viewerOf(OTHER))];
      expect(own.length).toBeGreaterThan(0);
      expect(own.length + others.length).toBe(all.filter(({ id_flownet }) => id_flownet === 'N7').length);
      for (const row of own) expect([row.unit_id ?? 'U0', row.facility_id ?? 'F1']).toEqual(['U0', 'F1']);
      expect(await rows(STRANGER)).toEqual([]);
      expect(await rows('nothing')).toEqual([]);
    });

    test('a connection that was told nothing shows nothing', async () => {
      const fresh = openEvents(engine(), 1);
      if (!engine().embedded) {
        const { rows } = await fresh.database.pool.query('select * from ops.daily_production');
        expect(rows).toEqual([]);
      }
      await fresh.close();
    });

    test('a record outside the writer’s scope is refused by the database, and nothing of the request is there', async () => {
      const outside = aDay(OTHER);
      const answer = await written(viewerOf(ALPHA), aDay(ALPHA), outside);
      expect(answer).toEqual({ is: 'refused', constraint: '', class: 'scope' });
      expect(await opened.store.read('select from ops.event where row_id = $1', [outside.rowId])).toEqual([]);
      expect((await written('nothing', aDay(ALPHA))).is).toBe('refused');
      expect((await written(STRANGER, aDay(ALPHA))).is).toBe('refused');
    });

    test('nor is one changed, or moved out of the scope', async () => {
      const [own, other] = [aDay(ALPHA), aDay(OTHER)];
      expect((await written('everything', own, other)).is).toBe('written');
      expect((await written(viewerOf(ALPHA), changeOf(other.rowId, 1, { remark: 'x' }))).is).toBe('stale');
      const moved = changeOf(own.rowId, 1, { unit_id: OTHER.unit_id });
      expect(await written(viewerOf(ALPHA), moved)).toMatchObject({ is: 'refused', class: 'scope' });
      expect((await written(viewerOf(ALPHA), changeOf(own.rowId, 1, { remark: 'x' }))).is).toBe('written');
    });

    test('a writer does not inherit what the connection read for before, nor a reader what it wrote for', async () => {
      await asViewer('everything', 'select 1');
      expect((await written(viewerOf(ALPHA), aDay(OTHER))).is).toBe('refused');
      expect((await written(viewerOf(OTHER), aDay(OTHER))).is).toBe('written');
      expect(await asViewer('nothing', 'select * from ops.daily_production')).toEqual([]);
      await opened.store.read('select 1');
      expect(await asViewer('nothing', 'select * from ops.daily_production')).toEqual([]);
    });

    test('a request that is refused leaves the connection as it was told', async () => {
      await written(viewerOf(ALPHA), aDay(OTHER));
      expect((await written(viewerOf(ALPHA), aDay(OTHER))).is).toBe('refused');
      expect((await written(viewerOf(ALPHA), aDay(ALPHA))).is).toBe('written');
    });

    test.each(['event', 'outbox', 'idempotency'])('no viewer’s statement meets a row of ops.%s', async (table) => {
      await written(viewerOf(ALPHA), aDay(ALPHA));
      expect(await opened.store.read(`select from ops.${table} limit 1`)).toHaveLength(1);
      for (const within of ['everything', 'nothing', viewerOf(ALPHA)] as const)
        expect(await asViewer(within, `select * from ops.${table}`)).toEqual([]);
    });

    test('reasons are everybody’s', async () => {
      expect((await asViewer('nothing', 'select * from ops.downtime_reason')).length).toBeGreaterThan(0);
    });

    test('who wrote a record may not decide it, whatever the writer sees', async () => {
      const own = aDay(ALPHA);
      await written(viewerOf(ALPHA), own);
      const decision = changeOf(own.rowId, 1, { remark: 'ok' }, 'APPROVED');
      expect(await written(viewerOf(ALPHA), decision)).toMatchObject({ constraint: 'decided_by_another' });
    });

    test('records of several writers do not share a transaction', async () => {
      const requests = [ALPHA, OTHER].map((owner) => requestOf([aDay(owner)], { within: viewerOf(owner) }));
      await expect(opened.store.commitAll(requests)).rejects.toThrow();
    });
  });
}
