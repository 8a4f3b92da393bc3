import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventStore } from '../../src/events/event-store.js';
import type { Write } from '../../src/events/write.js';
import { changeOf, openEvents, requestOf } from '../support/ops.js';
import type { Engine } from '../support/postgres.js';

type Patch = Write['patch'];

const LIMIT = { constraint_type: 'ALLOWABLE', product_type: 'OIL', limit_value: 100, limit_uom: 'BBL_PER_DAY' };
const FROM = { ...LIMIT, effective_from: '2024-03-01T06:00:00Z' };
const SUBMITTED = {
  started_at: '2024-03-01T06:00:00Z',
  ended_at: '2024-03-01T18:00:00Z',
  reason_code_1: 'LIFT',
  approval_status: 'SUBMITTED',
  submitted_by: 'user:operator.01',
  submitted_at: '2024-03-02T06:00:00Z',
  last_editor: 'user:operator.01',
};
const NOMINATED = {
  candidate_reason: 'INTEGRITY',
  nominated_by: 'user:operator.01',
  nominated_at: '2024-03-01T06:00:00Z',
  last_editor: 'user:operator.01',
};
const PART = {
  from_entity_type: 'TANK',
  from_entity_id: 'T1',
  product_type: 'OIL',
  period_start: '2024-03-01',
  period_end: '2024-03-01',
  allocation_method: 'PRO_RATA',
};

/** Records of a completion of which the second may not stand beside the first, and what refuses it. */
const PAIRS: readonly (readonly [entity: string, first: Patch, second: Patch, constraint: string])[] = [
  ['allocation_reference', PART, PART, 'allocation_reference_natural_key'],
  [
    'well_status_change',
    { status: 'Sold', effective_at: '2024-03-01T06:00:00Z' },
    { status: 'Shut In', effective_at: '2024-03-01T08:00:00Z' },
    'well_status_change_no_overlap',
  ],
  ['production_constraint', FROM, { ...FROM, limit_value: 90 }, 'production_constraint_natural_key'],
  [
    'production_constraint',
    FROM,
    { ...FROM, limit_direction: 'MIN', limit_value: 101 },
    'production_constraint_no_crossing',
  ],
  ['downtime_event', SUBMITTED, { ...SUBMITTED, started_at: '2024-03-01T12:00:00Z' }, 'downtime_event_no_overlap'],
  [
    'downtime_event',
    SUBMITTED,
    { started_at: SUBMITTED.started_at, last_editor: SUBMITTED.last_editor },
    'downtime_event_natural_key',
  ],
  ['workover_candidate', NOMINATED, NOMINATED, 'workover_candidate_one_open'],
];

/** What only the database can hold: what a review rejected bars nothing, and comes back only where nothing stands in its place. */
export function rejectedContract(engine: () => Engine): void {
  let store: EventStore;
  let close: () => Promise<void>;
  beforeAll(() => {
    ({ store, close } = openEvents(engine()));
  });
  afterAll(() => close());

  const aRecord = (entity: string, completion: string, patch: Patch): Write => ({
    entity,
    rowId: randomUUID(),
    kind: 'RECORDED',
    patch: {
      id_flownet: 'N1',
      unit_id: 'U1',
      [entity === 'allocation_reference' ? 'to_completion_id' : 'completion_id']: completion,
      ...patch,
    },
    expectedVersion: 0,
    routing: { network: 'N1', unit: 'U1' },
  });
  const commit = (record: Write) => store.commit(requestOf([record]));
  const changed = ({ entity, rowId }: Write, version: number, patch: Patch, kind = 'REVIEWED') =>
    store.commit(requestOf([{ ...changeOf(rowId, version, patch, kind), entity }], { actor: 'user:engineer.01' }));
  const review = (record: Write, version: number, quality: string) =>
    changed(record, version, { row_quality: quality });

  describe.each(PAIRS)('%s, %o', (entity, first, second, constraint) => {
    test(`beside ${JSON.stringify(second)}`, async () => {
      const completion = randomUUID();
      const wrong = aRecord(entity, completion, first);
      const right = aRecord(entity, completion, second);
      expect((await commit(wrong)).is).toBe('written');
      expect(await commit(right)).toMatchObject({ is: 'refused', constraint });
      expect((await review(wrong, 1, 'REJECTED')).is).toBe('written');
      expect((await commit(right)).is).toBe('written');
      expect(await review(wrong, 2, 'GOOD')).toMatchObject({ is: 'refused', constraint });
      expect((await review(right, 1, 'REJECTED')).is).toBe('written');
      expect((await review(wrong, 2, 'GOOD')).is).toBe('written');
    });
  });

  test.each([
    [FROM.effective_from, true],
    ['2024-03-01T06:00:01Z', false],
  ])('a limit that was relieved at %s leaves its begin to another: %s', async (end, isFree) => {
    const completion = randomUUID();
    const relieved = aRecord('production_constraint', completion, FROM);
    await commit(relieved);
    const ended = { status: 'RELIEVED', relieved_reason: 'mistyped', effective_to: end };
    expect((await changed(relieved, 1, ended, 'RELIEVED')).is).toBe('written');
    expect((await commit(aRecord('production_constraint', completion, FROM))).is).toBe(isFree ? 'written' : 'refused');
  });

  test('only a limit that was relieved ends where it begins', async () => {
    const empty = aRecord('production_constraint', randomUUID(), { ...FROM, effective_to: FROM.effective_from });
    expect(await commit(empty)).toMatchObject({ is: 'refused', constraint: 'production_constraint_in_order' });
  });

  test.each([
    ['FLOW_TEST', 'refused'],
    ['BUILDUP_TEST', 'written'],
    ['INTERFERENCE_TEST', 'written'],
  ])('a %s without a volume is %s', async (test_type, answer) => {
    const values = { test_type, test_start: '2024-03-01T06:00:00Z', test_status: 'COMPLETED' };
    expect((await commit(aRecord('well_test', randomUUID(), { ...values, test_hours: 24 }))).is).toBe(answer);
    expect((await commit(aRecord('well_test', randomUUID(), values))).is).toBe('refused');
  });
}
