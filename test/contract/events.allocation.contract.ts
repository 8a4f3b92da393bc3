import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventStore } from '../../src/events/event-store.js';
import type { Write } from '../../src/events/write.js';
import { changeOf, dayOf, madeFirst, openEvents, requestOf } from '../support/ops.js';
import type { Engine } from '../support/postgres.js';

const REFUSED = { is: 'refused', constraint: 'allocation_reference_parts_of_total', class: 'exclusion' };

/** A part of a source's volume of a day, which some completion got. */
function partOf(source: string, allocated: number | null, patch: Write['patch'] = {}): Write {
  const { production_date: _, hours_on, oil_volume_bbl, ...where } = dayOf().patch;
  const day = { period_start: '2024-03-01', period_end: '2024-03-01' };
  return {
    ...dayOf(),
    entity: 'allocation_reference',
    patch: {
      id_flownet: where.id_flownet ?? '',
      unit_id: where.unit_id ?? '',
      from_entity_type: 'TANK',
      from_entity_id: source,
      to_completion_id: where.completion_id ?? '',
      product_type: 'OIL',
      ...day,
      allocation_method: 'PRO_RATA',
      total_volume: 100,
      allocated_volume: allocated,
      ...patch,
    },
  };
}

/** What only the database can hold: parts of a source that several write come to no more than the source. */
export function allocationContract(engine: () => Engine, isServer: boolean): void {
  let store: EventStore;
  let close: () => Promise<void>;
  beforeAll(() => {
    ({ store, close } = openEvents(engine()));
  });
  afterAll(() => close());

  const write = (source: string, allocated: number | null, patch: Write['patch'] = {}, more: object = {}) =>
    store.commit(requestOf([partOf(source, allocated, patch)], more));

  test('parts come to the whole, and one more is refused', async () => {
    const source = randomUUID();
    for (const allocated of [60, 39.9999, 0.0001]) expect((await write(source, allocated)).is).toBe('written');
    expect(await write(source, 0.001)).toEqual(REFUSED);
    expect((await write(source, null)).is).toBe('written');
  });

  test('parts that rounding lifts over the whole are the whole', async () => {
    const source = randomUUID();
    for (let part = 0; part < 6; part++) expect((await write(source, 16.6667)).is).toBe('written');
    expect(await write(source, 0.0003)).toEqual(REFUSED);
  });

  test.each([
    ['another source', {}, 'elsewhere'],
    ['another product', { product_type: 'WATER' }, undefined],
    ['another day', { period_start: '2024-03-02', period_end: '2024-03-02' }, undefined],
    ['a month', { period_type: 'MONTHLY', period_end: '2024-03-31' }, undefined],
    ['another network', { id_flownet: 'N2' }, undefined],
    ['a part that is taken back', { allocation_status: 'REVERSED' }, undefined],
  ])('of %s are summed by themselves', async (_, patch, other) => {
    const source = randomUUID();
    await write(source, 100);
    expect((await write(other ? randomUUID() : source, 100, patch)).is).toBe('written');
  });

  test('any total that is stated holds, of whichever row', async () => {
    const source = randomUUID();
    await write(source, 60);
    expect(await write(source, 41, { total_volume: 200 })).toEqual(REFUSED);
    expect(await write(source, 41, { total_volume: null })).toEqual(REFUSED);
    expect(await write(source, null, { total_volume: 59 })).toEqual(REFUSED);
  });

  test('a part that is out of force leaves room, a review changes nothing', async () => {
    const source = randomUUID();
    const first = requestOf([partOf(source, 100)]);
    await store.commit(first);
    const rowId = first.writes[0]?.rowId ?? '';
    const changed = (version: number, patch: Write['patch']) =>
      store.commit(requestOf([{ ...changeOf(rowId, version, patch), entity: 'allocation_reference' }]));
    expect((await changed(1, { row_quality: 'VERIFIED' })).is).toBe('written');
    expect((await changed(2, { allocation_status: 'REVERSED' })).is).toBe('written');
    expect((await write(source, 1)).is).toBe('written');
    expect(await changed(3, { allocation_status: 'ALLOCATED' })).toEqual(REFUSED);
  });

  test('a part that a review rejected leaves room, and comes back only where there is room for it', async () => {
    const source = randomUUID();
    const wrong = requestOf([partOf(source, 10, { total_volume: 10 })]);
    await store.commit(wrong);
    const rowId = wrong.writes[0]?.rowId ?? '';
    const review = (version: number, quality: string) => {
      const change = {
        ...changeOf(rowId, version, { row_quality: quality }, 'REVIEWED'),
        entity: 'allocation_reference',
      };
      return store.commit(requestOf([change], { actor: 'user:engineer.01' }));
    };
    expect(await write(source, 90)).toEqual(REFUSED);
    expect((await review(1, 'REJECTED')).is).toBe('written');
    expect((await write(source, 90)).is).toBe('written');
    expect(await review(2, 'GOOD')).toEqual(REFUSED);
    expect((await review(2, 'REJECTED')).is).toBe('written');
  });

  test('parts that the writer may not see count', async () => {
    const source = randomUUID();
    await write(source, 100, { unit_id: 'U2' });
    const own = { id: 'U1', keys: { UNIT: [['U1', 'N1']], FACILITY: [], ROUTE: [], NETWORK: [] } };
    expect(await write(source, 1, {}, { within: own })).toEqual(REFUSED);
  });

  test('of many writers at once as many are taken as there is room for', async () => {
    const source = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => write(source, 30)));
    expect(answers.filter(({ is }) => is === 'written')).toHaveLength(3);
    expect(answers.filter(({ is }) => is === 'refused')).toHaveLength(9);
  });

  describe.runIf(isServer)('two transactions', () => {
    test('of which the first is not through yet: the second waits for it, and is refused', async () => {
      const source = randomUUID();
      expect(await madeFirst(engine(), partOf(source, 60), () => write(source, 60))).toEqual(REFUSED);
      const sum = await store.read<{ sum: number }>(
        'select sum(allocated_volume)::int from ops.allocation_reference where from_entity_id = $1',
        [source],
      );
      expect(sum).toEqual([{ sum: 60 }]);
    });

    test('that take each other’s sources come through as if one after the other', async () => {
      const [a, b] = [randomUUID(), randomUUID()];
      const both = (first: string, second: string) => store.commit(requestOf([partOf(first, 60), partOf(second, 60)]));
      const answers = await Promise.all([both(a, b), both(b, a)]);
      expect(answers.map(({ is }) => is).sort()).toEqual(['refused', 'written']);
    });
  });
}
