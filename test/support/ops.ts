import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { EventStore } from '../../src/events/event-store.js';
import type { Request, Write } from '../../src/events/write.js';
import type { Engine } from './postgres.js';

/** The store as the gateway has it: with the gateway's role. */
export function openEvents(engine: Engine, connections = 4) {
  const database = engine.open({ role: 'wellgraph_gateway', connections });
  return { store: new EventStore(database), database, close: () => database.close() };
}

/** A day of a completion that nothing else in the test writes. */
export function dayOf(patch: Write['patch'] = {}, rowId: string = randomUUID()): Write {
  const where = { id_flownet: 'N1', unit_id: 'U1', completion_id: `C${randomUUID()}` };
  return {
    entity: 'daily_production',
    rowId,
    kind: 'RECORDED',
    patch: { ...where, production_date: '2024-03-01', oil_volume_bbl: 10, hours_on: 24, ...patch },
    expectedVersion: 0,
    routing: { network: 'N1', unit: 'U1', route: 'R1' },
  };
}

export const changeOf = (rowId: string, expectedVersion: number, patch: Write['patch'], kind = 'CHANGED'): Write => ({
  ...dayOf({}, rowId),
  kind,
  patch,
  expectedVersion,
});

/** A request of a made-up operator. */
export function requestOf(writes: readonly Write[], given: Partial<Request<unknown>> = {}): Request<unknown> {
  return {
    actor: 'user:operator.01',
    role: 'leaseOperator',
    requestId: 'test',
    clientRequestId: randomUUID(),
    command: 'recordDailyProduction',
    bodyHash: 'a',
    outcome: { rowId: writes[0]?.rowId },
    within: 'everything',
    writes,
    ...given,
  };
}

/**
 * What a second writer is told that began while another transaction had made a record and was not through.
 *
 * @throws Error  it did not wait
 */
export async function madeFirst<Answer>(engine: Engine, first: Write, second: () => Promise<Answer>): Promise<Answer> {
  return engine.asOwner(async (client) => {
    await client.query('begin');
    const who = { row_created_by: 'x', row_changed_by: 'x', row_created_date: 'now', row_changed_date: 'now' };
    const values = { ...first.patch, ...who };
    const names = Object.keys(values);
    await client.query(
      `insert into ops.${first.entity} (${names}) select ${names} from jsonb_populate_record(null::ops.${first.entity}, $1)`,
      [values],
    );
    let isOver = false;
    const answer = second().finally(() => {
      isOver = true;
    });
    const waits = `select from pg_locks where locktype = 'advisory' and not granted`;
    while ((await client.query(waits)).rowCount === 0 && !isOver) await setTimeout(5);
    if (isOver) throw new Error('The second writer did not wait for the first');
    await client.query('commit');
    return answer;
  });
}
