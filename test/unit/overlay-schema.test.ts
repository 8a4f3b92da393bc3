import fc from 'fast-check';
import { type GraphQLObjectType, getNamedType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { momentOf, wall } from '../../src/days/local-day.js';
import { dailyVolumes } from '../../src/overlay/daily-volumes.js';
import type { Fact } from '../../src/overlay/declaration.js';
import { downtimes } from '../../src/overlay/downtimes.js';
import { facilityVolumes } from '../../src/overlay/facility-volumes.js';
import { nearestOfDay } from '../../src/overlay/pairs.js';
import {
  gasMeterReadings,
  liquidMeterReadings,
  pdGasMeterReadings,
  pointReadings,
  tankReadings,
} from '../../src/overlay/readings.js';
import { statuses } from '../../src/overlay/statuses.js';
import { tests } from '../../src/overlay/tests.js';
import { built } from '../support/execute.js';

const READINGS = [tankReadings, liquidMeterReadings, gasMeterReadings, pdGasMeterReadings, pointReadings];
const OVERLAYS = [dailyVolumes, downtimes, statuses, tests, facilityVolumes, ...READINGS].map(
  (each) => [each.label, each] as const,
);
const fieldsOf = (type: string, path: readonly string[]) => {
  let holder = built.schema.getType(type) as GraphQLObjectType;
  for (const name of path) holder = getNamedType(holder.getFields()[name]?.type) as GraphQLObjectType;
  return Object.keys(holder.getFields());
};

describe.each(OVERLAYS)('%s', (label, { values, prodview, operations }) => {
  const [type = '', field = ''] = label.split('.');

  test('has a field of each value, and totals of those that are summed', () => {
    expect(fieldsOf(type, [field, 'nodes'])).toEqual(
      expect.arrayContaining(values.filter(({ compared }) => compared).map(({ name }) => name)),
    );
    const summed = values.filter((rule) => rule.summed).map(({ name }) => name);
    const totals = fieldsOf(type, [field, 'totals']).filter((name) => !['counts', 'hoursByDay'].includes(name));
    expect(totals.sort()).toEqual(type === 'Tank' ? ['netVolumeBbl', 'volumeBbl', 'volumeMcf'] : summed.sort());
  });

  test('reads columns that the schema binds', () => {
    for (const side of [prodview, operations]) {
      const bound = built.bindings.views.get(side.type)?.leaves.map(({ field: leaf }) => leaf.column.name);
      expect(bound).toEqual(
        expect.arrayContaining([...side.columns, ...side.parent, ...(side.newest ? [side.newest] : [])]),
      );
    }
  });
});

const fact = fc
  .tuple(fc.constantFrom('2024-02-01', '2024-02-02'), fc.integer({ min: 0, max: 1440 }))
  .map(([day, at]): Fact => ({ key: '', firstDay: day, lastDay: day, at, values: {}, rows: [] }));

test('facts of a day are in one pair each, and as many are in pairs as can be', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 8 }), fc.array(fact, { maxLength: 8 }), (ours, theirs) => {
      const pairs = nearestOfDay(ours, theirs);
      const told = pairs.flatMap((pair) => pair.filter((each) => each !== null));
      expect(new Set(told).size).toBe(told.length);
      expect(new Set(told)).toEqual(new Set([...ours, ...theirs]));
      for (const day of ['2024-02-01', '2024-02-02']) {
        const count = (facts: readonly Fact[]) => facts.filter(({ firstDay }) => firstDay === day).length;
        const paired = pairs.filter(([mine, other]) => mine?.firstDay === day && other?.firstDay === day);
        expect(paired).toHaveLength(Math.min(count(ours), count(theirs)));
      }
    }),
  );
});

test('of several tests of a day the nearest two are one', () => {
  const at = (hour: number): Fact => ({ key: '', firstDay: 'd', lastDay: 'd', at: hour, values: {}, rows: [] });
  const [morning, evening, late] = [at(6), at(18), at(17)];
  expect(nearestOfDay([morning, evening], [late])).toEqual([
    [evening, late],
    [morning, null],
  ]);
});

test('a local time is the moment at which the clock there shows it', () => {
  for (const [zone, shown, moment] of [
    ['America/Chicago', '2024-07-01T06:00:00Z', '2024-07-01T11:00:00.000Z'],
    ['America/Chicago', '2024-01-01T00:00:00Z', '2024-01-01T06:00:00.000Z'],
    ['America/Chicago', '2024-11-03T05:30:00Z', '2024-11-03T11:30:00.000Z'],
    ['America/Chicago', '2025-03-09T05:00:00Z', '2025-03-09T10:00:00.000Z'],
    ['Europe/Oslo', '2024-07-01T00:00:00Z', '2024-06-30T22:00:00.000Z'],
    ['UTC', '2024-07-01T00:00:00Z', '2024-07-01T00:00:00.000Z'],
  ] as const) {
    const found = momentOf(zone, Date.parse(shown));
    expect(new Date(found).toISOString()).toBe(moment);
    expect(wall(zone, found)).toBe(Date.parse(shown));
  }
});
