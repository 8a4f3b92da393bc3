import { describe, expect, test } from 'vitest';
import { merge } from '../../src/overlay/merge.js';
import { gasMeterReadings, liquidMeterReadings, tankReadings } from '../../src/overlay/readings.js';
import { tests } from '../../src/overlay/tests.js';
import { totalsOf } from '../../src/overlay/totals.js';
import type { Overlay } from '../../src/overlay/declaration.js';
import type { Row } from '../../src/sources/row-source.js';

const asked = { from: '2024-12-01', to: '2024-12-31', zone: 'UTC', now: new Date('2025-06-01T00:00:00Z') };
const both = (overlay: Overlay, ours: readonly Row[], theirs: readonly Row[]) => {
  const told = { prodview: overlay.prodview.facts(ours, asked), operations: overlay.operations.facts(theirs, asked) };
  const list = merge(overlay, told, asked);
  return { list, totals: totalsOf(overlay.values, list) };
};
const at = (time: string) => `2024-12-30T${time}:00Z`;
const entry = (time: string, volume: number | null): Row => ({
  reading_date: `2024-12-30T${time}:00`,
  calculated_gas_volume_mcf: volume,
});
const reading = (time: string, volume: number | null): Row => ({
  read_at: at(time),
  gross_volume: volume,
  volume_uom: 'MCF',
});

describe('a meter that operations read more often than ProdView', () => {
  test('has each volume of the day once, and what ProdView has is held against all of them', () => {
    const { list, totals } = both(
      gasMeterReadings,
      [entry('00:00', 1051.48)],
      [reading('12:00', 500), reading('23:00', 551.5)],
    );
    expect(list).toMatchObject([{ match: 'MATCHED', values: { volumeMcf: 1051.48 }, differences: [] }]);
    expect(list[0]?.operations?.rows.map(({ read_at }) => read_at)).toEqual([at('23:00'), at('12:00')]);
    expect(totals).toMatchObject({ volumeMcf: 1051.48, counts: { count: 1, both: 1 } });
  });

  test('counts what operations have where ProdView has no volume of the day; what read no counter adds nothing', () => {
    const volumeOf = (last: number | null) =>
      both(gasMeterReadings, [entry('00:00', null)], [reading('12:00', 500), reading('23:00', last)]).totals.volumeMcf;
    expect([volumeOf(551.5), volumeOf(null)]).toEqual([1051.5, 500]);
  });

  test('has no volume where that of a counter is not known', () => {
    const counter = { ...reading('23:00', null), reading_end: 300 };
    const { totals } = both(gasMeterReadings, [entry('00:00', null)], [reading('12:00', 500), counter]);
    expect(totals.volumeMcf).toBeNull();
  });

  test('differs still where another reading of the day is of a pressure', () => {
    const { list } = both(gasMeterReadings, [entry('00:00', 492.25)], [reading('12:00', 100), reading('15:00', null)]);
    expect(list).toMatchObject([{ match: 'DIFFERS', values: { volumeMcf: 492.25 } }]);
  });

  test('has what is left over with the entry that is nearest', () => {
    const ours = [entry('08:00', 100), entry('20:00', 300)];
    const theirs = [reading('08:10', 99), reading('14:30', 120), reading('19:50', 180)];
    const { list, totals } = both(gasMeterReadings, ours, theirs);
    expect(list.map(({ operations }) => operations?.values.volumeMcf)).toEqual([300, 99]);
    expect(totals).toMatchObject({ volumeMcf: 400, counts: { count: 2, matched: 2 } });
  });

  test('has them apart on a day of which ProdView has nothing', () => {
    const { totals } = both(gasMeterReadings, [], [reading('12:00', 500), reading('23:00', 551.5)]);
    expect(totals).toMatchObject({ volumeMcf: 1051.5, counts: { count: 2, onlyOperations: 2 } });
  });

  test('shows what its counter ran through', () => {
    const counter = (time: string, start: number, end: number): Row => ({
      read_at: at(time),
      reading_start: start,
      reading_end: end,
      gross_volume: end - start,
      net_volume: end - start,
      volume_uom: 'BBL',
    });
    const ours = [{ reading_date: '2024-12-30T00:00:00', reading_start: 100, reading_end: 250, total_volume_bbl: 150 }];
    const { list } = both(liquidMeterReadings, ours, [counter('23:00', 160, 250), counter('12:00', 100, 160)]);
    expect(list).toMatchObject([
      { match: 'MATCHED', operations: { values: { readingStart: 100, readingEnd: 250, netVolumeBbl: 150 } } },
    ]);
  });
});

test('what stood in a tank at several times stays apart', () => {
  const stood = (time: string, volume: number): Row => ({
    read_at: at(time),
    gross_volume: volume,
    volume_uom: 'BBL',
  });
  const ours = [{ reading_date: '2024-12-30T12:00:00', final_total_fluid_volume_bbl: 80 }];
  const { list } = both(tankReadings, ours, [stood('12:00', 80), stood('23:00', 95)]);
  expect(list.map(({ origin, values }) => [origin, values.volumeBbl])).toEqual([
    ['OPS', 95],
    ['BOTH', 80],
  ]);
});

test('a volume in place of the measured one has no net volume of the measured one', () => {
  const measured = { read_at: at('12:00'), gross_volume: 100, net_volume: 90, volume_uom: 'BBL' };
  const netOf = (row: Row) => both(liquidMeterReadings, [], [row]).totals;
  expect(netOf(measured)).toMatchObject({ volumeBbl: 100, netVolumeBbl: 90 });
  expect(netOf({ ...measured, override_volume: 50 })).toMatchObject({ volumeBbl: 50, netVolumeBbl: null });
  expect(netOf({ ...measured, override_volume: 0 })).toMatchObject({ volumeBbl: 0, netVolumeBbl: null });
});

describe('of several tests of a day', () => {
  const theirs = (time: string, is_valid: boolean, oil_rate_bbl_per_day: number): Row => ({
    test_start: at(time),
    test_type: 'FLOW_TEST',
    is_valid,
    oil_rate_bbl_per_day,
  });
  const ours = (invalid_test: string | null): Row => ({
    effective_date: '2024-12-30T08:00:00',
    invalid_test,
    oil_cond_rate_bbl_per_day: 100,
  });
  const seen = (prodview: Row, operations: readonly Row[]) => {
    const { list, totals } = both(tests, [prodview], operations);
    const told = list.map(({ origin, match, values }) => [origin, match, values.isValid, values.oilRateBblPerDay]);
    return { told: told.sort(), validTests: totals.validTests };
  };
  const [mistyped, right] = [theirs('08:00', false, 999), theirs('08:30', true, 100)];

  test.each([
    ['the one before', [mistyped, right]],
    ['the one after', [right, mistyped]],
  ])('ProdView’s is the valid one, not %s that is invalid', (_, operations) => {
    expect(seen(ours(null), operations)).toEqual({
      told: [
        ['BOTH', 'MATCHED', true, 100],
        ['OPS', 'MISSING_IN_PRODVIEW', false, 999],
      ],
      validTests: 1,
    });
  });

  test('one that measures no rate is none of ProdView’s', () => {
    const buildup = { ...theirs('08:00', true, 0), test_type: 'BUILDUP_TEST', oil_rate_bbl_per_day: null };
    expect(seen(ours(null), [buildup, right]).told).toEqual([
      ['BOTH', 'MATCHED', true, 100],
      ['OPS', 'MISSING_IN_PRODVIEW', true, undefined],
    ]);
  });

  test('one that ProdView calls invalid is the invalid one', () => {
    expect(seen(ours('Yes'), [right, theirs('09:00', false, 100)])).toEqual({
      told: [
        ['BOTH', 'MATCHED', false, 100],
        ['OPS', 'MISSING_IN_PRODVIEW', true, 100],
      ],
      validTests: 1,
    });
  });

  test('the same two are one in whatever order the rows come', () => {
    for (const [one, other] of [
      [theirs('08:00', false, 998), theirs('08:00', false, 999)],
      [theirs('07:30', true, 1), theirs('08:30', true, 2)],
    ] as const)
      expect(seen(ours(null), [one, other])).toEqual(seen(ours(null), [other, one]));
  });
});
