import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/overlay/declaration.js';
import { heldAt, heldDuring, heldStatuses } from '../../src/overlay/held-status.js';
import { merge } from '../../src/overlay/merge.js';

const DAY = '2026-11-12';
const asked = { from: '1900-01-01', to: '2199-12-30', zone: 'UTC', now: new Date('2026-12-01T00:00:00Z') };
type Told = readonly [hour: number, status: string | null, more?: object];
const fact = ([hour, status, more]: Told): Fact => {
  const at = Date.parse(DAY) + hour * 3_600_000;
  const day = new Date(at).toISOString().slice(0, 10);
  return { key: '', firstDay: day, lastDay: day, at, values: { status, ...more }, rows: [{ id: hour }] };
};
const held = (prodview: readonly Told[], operations: readonly Told[], day = DAY) => {
  const told = { prodview: prodview.map(fact), operations: operations.map(fact) };
  return heldAt(merge(heldStatuses, told, asked), day);
};

describe('the status that holds at the end of a day', () => {
  test.each<[string, Told[], Told[], string]>([
    ['the later of two that differ', [[0, 'Producing']], [[10, 'Shut In']], 'Shut In'],
    ['ProdView’s where it is the later one', [[10, 'Producing']], [[2, 'Shut In']], 'Producing'],
    ['ProdView’s of one moment', [[10, 'Producing']], [[10, 'Shut In']], 'Producing'],
    ['ProdView’s words where both say the same', [[0, 'SHUT_IN']], [[10, 'Shut In']], 'SHUT_IN'],
    [
      'the last of several of a day',
      [[0, 'Producing']],
      [
        [2, 'Shut In'],
        [10, 'Testing'],
      ],
      'Testing',
    ],
    [
      'the last one, though it is one of an earlier pair',
      [
        [22, 'Down'],
        [23, 'Up'],
      ],
      [
        [1, 'Off'],
        [22.5, 'Low'],
      ],
      'Up',
    ],
    ['of an earlier day where the later one has none', [[-30, 'Producing']], [[30, 'Shut In']], 'Producing'],
    ['what the later one does not say, by the other', [[0, 'Producing']], [[10, null]], 'Producing'],
  ])('is %s', (_, prodview, operations, expected) => {
    expect(held(prodview, operations)?.values.status).toBe(expected);
  });

  test('has what the later one says of how it is produced, and what only the other knows', () => {
    const lift = { productionMethod: 'Plunger', primaryFluidType: 'Gas' };
    const { values, origin } = held([[0, 'Producing', lift]], [[10, 'Testing', { productionMethod: 'Flowing' }]]) ?? {};
    expect([origin, values]).toEqual([
      'BOTH',
      { status: 'Testing', productionMethod: 'Flowing', primaryFluidType: 'Gas' },
    ]);
  });

  test('is none before the first', () => {
    expect(held([[0, 'Producing']], [[10, 'Shut In']], '2026-11-11')).toBeUndefined();
  });
});

describe('the statuses that held at any time of a day', () => {
  const during = (prodview: readonly Told[], operations: readonly Told[], day = DAY) => {
    const told = { prodview: prodview.map(fact), operations: operations.map(fact) };
    return [...new Set(heldDuring(merge(heldStatuses, told, asked), day).map(({ status }) => status))];
  };
  test.each<[string, Told[], Told[], string[]]>([
    [
      'the one that held before, until another was told',
      [[-30, 'Producing']],
      [[10, 'Shut In']],
      ['Shut In', 'Producing'],
    ],
    ['not the one that ended as the day began', [[-30, 'Producing']], [[0, 'Shut In']], ['Shut In']],
    ['not one of before that', [[-60, 'Testing']], [[-30, 'Producing']], ['Producing']],
    [
      'each of the day',
      [[-30, 'Shut In']],
      [
        [2, 'Producing'],
        [5, 'Testing'],
      ],
      ['Testing', 'Producing', 'Shut In'],
    ],
    ['both of a day where they differ', [[3, 'Producing']], [[10, 'Shut In']], ['Shut In', 'Producing']],
    ['ProdView’s alone of one moment', [[0, 'Producing']], [[0, 'Shut In']], ['Producing']],
    [
      'one from when operations have it, where ProdView has its day',
      [
        [-30, 'Producing'],
        [0, 'Shut In'],
      ],
      [[10, 'Shut In']],
      ['Shut In', 'Producing'],
    ],
    ['none of a later day', [[-30, 'Producing']], [[30, 'Shut In']], ['Producing']],
    ['none where none was told', [], [[30, 'Shut In']], []],
  ])('are %s', (_, prodview, operations, expected) => {
    expect(during(prodview, operations)).toEqual(expected);
  });
});
