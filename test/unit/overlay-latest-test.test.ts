import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/overlay/declaration.js';
import { changeOf, previousOf, usable } from '../../src/overlay/latest-test.js';
import { merge } from '../../src/overlay/merge.js';
import { tests } from '../../src/overlay/tests.js';

const asked = { from: '1900-01-01', to: '2199-12-30', zone: 'UTC', now: new Date('2025-06-01T00:00:00Z') };
const fact = (day: string, isValid: boolean | null, more: object = {}, hour = 0): Fact => ({
  key: '',
  firstDay: day,
  lastDay: day,
  at: Date.parse(day) + hour * 3_600_000,
  values: { isValid, oilRateBblPerDay: 100, ...more },
  rows: [{ id: `${day} ${hour}` }],
});
const usableOf = (prodview: readonly Fact[], operations: readonly Fact[]) =>
  usable(merge(tests, { prodview, operations }, asked));
const daysOf = (all: ReturnType<typeof usable>) => all.map(({ firstDay, origin }) => `${firstDay} ${origin}`);

describe('tests that may be used', () => {
  test.each([
    ['ProdView’s alone', [fact('2025-01-01', true)], [], ['2025-01-01 PRODVIEW']],
    [
      'a later one that was recorded here',
      [fact('2025-01-01', true)],
      [fact('2025-02-01', true)],
      ['2025-02-01 OPS', '2025-01-01 PRODVIEW'],
    ],
    ['not those that are invalid', [fact('2025-01-01', false)], [fact('2025-02-01', false)], []],
    ['what both have, once', [fact('2025-01-01', true)], [fact('2025-01-01', true)], ['2025-01-01 BOTH']],
    ['as ProdView says, where both say', [fact('2025-01-01', false)], [fact('2025-01-01', true)], []],
    [
      'two of a day, the later first',
      [],
      [fact('2025-01-01', true, {}, 1), fact('2025-01-01', true, {}, 5)],
      ['2025-01-01 OPS', '2025-01-01 OPS'],
    ],
  ])('%s', (_, prodview, operations, expected) => {
    expect(daysOf(usableOf(prodview, operations))).toEqual(expected);
  });

  test('come before a test by their day, and on its day by their hour', () => {
    const told = {
      prodview: [fact('2025-01-01', true)],
      operations: [2, 8].map((at) => fact('2025-02-01', at === 8, {}, at)),
    };
    const all = merge(tests, { ...told, operations: [...told.operations, fact('2025-03-01', true)] }, asked);
    const before = all.map((each) => previousOf(each, all)).map((each) => each?.firstDay);
    // Of 1 March that of 1 February at 8; of that the one of 1 January, because the one at 2 may not be used.
    expect(before).toEqual(['2025-02-01', '2025-01-01', '2025-01-01', undefined]);
  });

  test('stand to each other by their rates', () => {
    const [latest, previous] = usableOf(
      [fact('2025-01-01', true, { gasRateMcfPerDay: 0, bswPct: 20 })],
      [fact('2025-02-01', true, { oilRateBblPerDay: 80, gasRateMcfPerDay: 5 })],
    );
    if (!latest || !previous) throw new Error('no tests');
    expect(changeOf({}, latest, previous)).toMatchObject({
      days: 31,
      previous: { day: '2025-01-01', origin: 'PRODVIEW' },
      oilRateBblPerDay: { difference: -20, differencePct: -20 },
      gasRateMcfPerDay: { difference: 5, differencePct: null },
      waterRateBblPerDay: { difference: null, differencePct: null },
      bswPct: { difference: null, differencePct: null },
    });
  });
});
