import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventStore } from '../../src/events/event-store.js';
import type { Write } from '../../src/events/write.js';
import { changeOf, madeFirst, openEvents, requestOf } from '../support/ops.js';
import type { Engine } from '../support/postgres.js';

const REFUSED = { is: 'refused', constraint: 'meter_reading_in_order', class: 'exclusion' };

/** What the counter of a meter shows at an hour. */
function readingOf(meter: string, hour: number, end: number | null, patch: Write['patch'] = {}): Write {
  const where = { id_flownet: 'N1', unit_id: 'U1', meter_id: meter, meter_type: 'LIQUID' };
  const readAt = `2024-03-01T${String(hour).padStart(2, '0')}:00:00Z`;
  return {
    entity: 'meter_reading',
    rowId: randomUUID(),
    kind: 'RECORDED',
    patch: { ...where, read_at: readAt, reading_end: end, ...patch },
    expectedVersion: 0,
    routing: { network: 'N1', unit: 'U1' },
  };
}

/** What only the database can hold: a counter runs forward through readings that several write. */
export function meterContract(engine: () => Engine, isServer: boolean): void {
  let store: EventStore;
  let close: () => Promise<void>;
  beforeAll(() => {
    ({ store, close } = openEvents(engine()));
  });
  afterAll(() => close());

  const write = (...given: Parameters<typeof readingOf>) => store.commit(requestOf([readingOf(...given)]));
  const review = (rowId: string, version: number, quality: string) => {
    const change = changeOf(rowId, version, { row_quality: quality }, 'REVIEWED');
    return store.commit(requestOf([{ ...change, entity: 'meter_reading' }], { actor: 'user:engineer.01' }));
  };

  /** A meter that showed 100 at six, and 200 at eighteen. */
  async function read(): Promise<string> {
    const meter = randomUUID();
    for (const [hour, end] of [
      [6, 100],
      [18, 200],
    ] as const)
      expect((await write(meter, hour, end)).is).toBe('written');
    return meter;
  }

  test.each<[string, number, number | null, Write['patch'], boolean]>([
    ['between both', 12, 150, {}, true],
    ['as the one before', 12, 100, {}, true],
    ['as the one after', 12, 200, {}, true],
    ['below the one before', 12, 99.9999, {}, false],
    ['above the one after', 12, 200.0001, {}, false],
    ['that begins below the one before', 12, 150, { reading_start: 99 }, false],
    ['below the last', 20, 199, {}, false],
    ['above the first, before it', 3, 101, {}, false],
    ['below the last with a new meter', 20, 5, { reading_start: 0, discontinuity: 'METER_CHANGED' }, true],
    ['above the one after, whatever it states itself', 12, 900, { discontinuity: 'ROLLOVER' }, false],
    ['that has no counter', 12, null, { static_pressure_psi: 9 }, true],
    ['of another network', 12, 999, { id_flownet: 'N2' }, true],
  ])('a reading %s', async (_, hour, end, patch, isTaken) => {
    const meter = await read();
    const answer = await write(meter, hour, end, patch);
    expect(answer).toEqual(isTaken ? expect.objectContaining({ is: 'written' }) : REFUSED);
  });

  test('what a reading states of its own beginning holds for the one before it', async () => {
    const meter = randomUUID();
    await write(meter, 18, 200, { reading_start: 150 });
    expect(await write(meter, 6, 151)).toEqual(REFUSED);
    expect((await write(meter, 6, 150)).is).toBe('written');
    await write(meter, 20, 10, { reading_start: 0, discontinuity: 'METER_CHANGED' });
    expect((await write(meter, 19, 9_000)).is).toBe('written');
  });

  test('a rejected reading leaves room, and comes back only where it still fits', async () => {
    const meter = randomUUID();
    const wrong = readingOf(meter, 6, 9_000);
    await store.commit(requestOf([wrong]));
    expect((await review(wrong.rowId, 1, 'REJECTED')).is).toBe('written');
    expect((await write(meter, 12, 100)).is).toBe('written');
    expect(await review(wrong.rowId, 2, 'VERIFIED')).toEqual(REFUSED);
  });

  test('a review of what is in force moves no counter, whatever stands around it', async () => {
    const meter = randomUUID();
    const changed = readingOf(meter, 12, 5, { reading_start: 0, discontinuity: 'METER_CHANGED' });
    const last = readingOf(meter, 18, 50);
    await write(meter, 6, 100);
    for (const reading of [changed, last]) expect((await store.commit(requestOf([reading]))).is).toBe('written');
    expect((await review(changed.rowId, 1, 'REJECTED')).is).toBe('written');
    expect((await review(last.rowId, 1, 'SUSPECT')).is).toBe('written');
  });

  test('readings that the writer may not see count', async () => {
    const meter = await read();
    const within = { id: 'U2', keys: { UNIT: [['U2', 'N1']], FACILITY: [], ROUTE: [], NETWORK: [] } } as const;
    const other = readingOf(meter, 20, 1, { unit_id: 'U2' });
    expect(await store.commit(requestOf([other], { within }))).toEqual(REFUSED);
  });

  test('of two that contradict each other at once, one is taken', async () => {
    const meter = randomUUID();
    const answers = await Promise.all([write(meter, 6, 200), write(meter, 18, 100)]);
    expect(answers.map(({ is }) => is).sort()).toEqual(['refused', 'written']);
  });

  describe.runIf(isServer)('two transactions', () => {
    test('of which the first is not through yet: the second waits for it, and is refused', async () => {
      const meter = randomUUID();
      const second = () => write(meter, 18, 100);
      expect(await madeFirst(engine(), readingOf(meter, 6, 200), second)).toEqual(REFUSED);
    });
  });
}
