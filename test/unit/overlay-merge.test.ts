import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dailyVolumes } from '../../src/overlay/daily-volumes.js';
import { merge } from '../../src/overlay/merge.js';
import { totalsOf } from '../../src/overlay/totals.js';
import type { Row } from '../../src/sources/row-source.js';

const asked = { from: '2024-02-01', to: '2024-03-31', zone: 'UTC', now: new Date('2024-05-01T00:00:00Z') };
const { prodview, operations, values } = dailyVolumes;

const dayOf = (index: number) => new Date(Date.UTC(2024, 1, 1 + index)).toISOString().slice(0, 10);
const day = fc.integer({ min: 0, max: 59 }).map(dayOf);
const volume = fc.option(fc.integer({ min: 0, max: 400 }).map((quarters) => quarters / 4));
const allocated: fc.Arbitrary<Row> = fc.record({
  allocation_date: day,
  allocated_oil_bbl: volume,
  operating_time_hours: volume,
});
const reported: fc.Arbitrary<Row> = fc.record({ production_date: day, oil_volume_bbl: volume, hours_on: volume });
const rows = <T>(row: fc.Arbitrary<T>) => fc.array(row, { maxLength: 40 });

const listOf = (ours: readonly Row[] | null, theirs: readonly Row[] | null) =>
  merge(
    dailyVolumes,
    { prodview: ours && prodview.facts(ours, asked), operations: theirs && operations.facts(theirs, asked) },
    asked,
  );

/** What the days come to, worked out day by day without the merge. */
function sumByDay(ours: readonly Row[], theirs: readonly Row[]): number | null {
  let sum: number | null = null;
  for (let index = 0; index < 60; index += 1) {
    const at = dayOf(index);
    const mine = ours.find(({ allocation_date }) => allocation_date === at)?.allocated_oil_bbl;
    const other = theirs.find(({ production_date }) => production_date === at)?.oil_volume_bbl;
    const value = (mine ?? other ?? null) as number | null;
    if (value !== null) sum = (sum ?? 0) + value;
  }
  return sum;
}

describe('production days of ProdView and of operations', () => {
  test('are one list: no day twice, none left out, and totals are the sum over it', () => {
    fc.assert(
      fc.property(rows(allocated), rows(reported), (ours, theirs) => {
        const list = listOf(ours, theirs);
        const days = list.map(({ firstDay }) => firstDay);
        const all = new Set([...ours.map((row) => row.allocation_date), ...theirs.map((row) => row.production_date)]);
        expect(new Set(days).size).toBe(days.length);
        expect(new Set(days)).toEqual(all);
        expect(days).toEqual([...days].sort().reverse());
        const totals = totalsOf(values, list);
        expect(totals.oilBbl).toEqual(sumByDay(ours, theirs));
        const { count, onlyProdview, onlyOperations, both, matched, differing } = totals.counts;
        expect([count, both]).toEqual([onlyProdview + onlyOperations + both, matched + differing]);
      }),
    );
  });

  test('with a store that is down are those of the other, and nothing is said of how they match', () => {
    fc.assert(
      fc.property(rows(allocated), (ours) => {
        for (const list of [listOf(ours, null), listOf(ours, [])]) expect(list).toHaveLength(listOf(ours, []).length);
        for (const { origin, match } of listOf(ours, null)) expect([origin, match]).toEqual(['PRODVIEW', null]);
        for (const { match } of listOf(ours, [])) expect(match).toBe('ONLY_IN_PRODVIEW');
      }),
    );
  });

  test.each([
    [100, 100, 'MATCHED', []],
    [100, 101, 'MATCHED', []], // a barrel
    [1000, 1010, 'MATCHED', []], // one per cent of the larger
    [1000, 1011, 'DIFFERS', ['oilBbl']],
    [10, 11.5, 'DIFFERS', ['oilBbl']],
    [0, 0, 'MATCHED', []],
    [null, 5, 'MATCHED', []], // what only one knows is no difference
  ])('with %d and %d barrels are %s', (ours, theirs, match, fields) => {
    const [merged] = listOf(
      [{ allocation_date: '2024-02-01', allocated_oil_bbl: ours, operating_time_hours: 24 }],
      [{ production_date: '2024-02-01', oil_volume_bbl: theirs, hours_on: 24.05 }],
    );
    expect(merged).toMatchObject({ origin: 'BOTH', match, values: { oilBbl: ours ?? theirs, operatingHours: 24 } });
    expect(merged?.differences.map(({ field }) => field)).toEqual(fields);
  });
});
