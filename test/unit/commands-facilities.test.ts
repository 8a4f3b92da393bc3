import { describe, expect, test } from 'vitest';
import { amendFacilityProduction } from '../../src/commands/amend-facility-production.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import type { Result } from '../../src/commands/outcome.js';
import type { Place } from '../../src/commands/place.js';
import { recordAllocationReference } from '../../src/commands/record-allocation-reference.js';
import { recordFacilityProduction } from '../../src/commands/record-facility-production.js';
import { placeOf } from '../support/place.js';

const place = placeOf({ unit: null, row: { id_rec: 'F' } });
const moment = { now: new Date('2025-02-01T12:00:00Z'), actor: 'user:a', newId: () => 'new' };
const common = { clientRequestId: 'request-1' };
const codes = (decision: Decision) =>
  ((decision as Result).userErrors ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
const written = (decision: Decision) => {
  expect(codes(decision)).toEqual([]);
  return decision as Decided;
};
const statuses = [{ status: 'Operating' }];

describe('a day of a facility', () => {
  const given = { ...common, facility: 'x', productionDate: '2025-01-10' };
  const record = (more: object = {}, recorded?: { row_id: string }) =>
    recordFacilityProduction.decide({ ...given, ...more }, { place, recorded, statuses, before: {} }, moment);
  const oil = { openingInventoryBbl: 100, oilVolumeBbl: 900, dispositionsOilBbl: 900, closingInventoryBbl: 100 };
  const gas = { gasVolumeMcf: 10, dispositionsGasMcf: 5 };

  test.each([
    [oil, []],
    [{ ...oil, closingInventoryBbl: 90 }, []],
    [{ ...oil, closingInventoryBbl: 89.9 }, ['closingInventoryBbl UNBALANCED']],
    [{ ...oil, closingInventoryBbl: 110.1 }, ['closingInventoryBbl UNBALANCED']],
    [{ ...oil, receiptsOilBbl: 50 }, ['closingInventoryBbl UNBALANCED']],
    [{ ...oil, closingInventoryBbl: null }, []],
    [{ openingInventoryBbl: 0, oilVolumeBbl: 1, closingInventoryBbl: 0 }, []],
    [{ openingInventoryBbl: 0, oilVolumeBbl: 1.01, closingInventoryBbl: 0 }, ['closingInventoryBbl UNBALANCED']],
    [gas, ['dispositionsGasMcf UNBALANCED']],
    [{ ...gas, flaredGasMcf: 1, fuelGasMcf: 2, ventedGasMcf: 1 }, []],
    [{ gasVolumeMcf: 10 }, []],
  ])('with %o warns %j', (values, expected) => {
    const { changes, warnings = [] } = written(record(values));
    expect(warnings.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
    expect(changes[0]?.patch.row_quality).toBe(expected.length > 0 ? 'SUSPECT' : undefined);
  });

  const usual = { oilVolumeBbl: [100, 99, 101, 100, 102, 98, 100], gasVolumeMcf: [5, 5, 5, 5, 5, 5, 5] };
  test.each([
    [{ oilVolumeBbl: 100_000 }, ['oilVolumeBbl']],
    [{ oilVolumeBbl: 104, gasVolumeMcf: 7, waterVolumeBbl: 9 }, ['gasVolumeMcf']],
    [{ receiptsOilBbl: 100_000, flaredGasMcf: 100 }, []],
    [{ oilVolumeBbl: null }, []],
  ])('with %o after a usual week is far off in %j', (values, expected) => {
    const loaded = { place, recorded: undefined, statuses, before: usual };
    const { changes, warnings = [] } = written(
      recordFacilityProduction.decide({ ...given, ...values }, loaded, moment),
    );
    expect(warnings.map(({ code }) => code)).toEqual(expected.map(() => 'OUTLIER'));
    expect(warnings.map(({ path }) => path[0])).toEqual(expected);
    expect(changes[0]?.patch.row_quality).toBe(expected.length > 0 ? 'SUSPECT' : undefined);
  });

  test.each([
    [{ connectedWells: 2, producingWells: 3 }, ['producingWells INCONSISTENT']],
    [{ connectedWells: 3, producingWells: 3 }, []],
    [{ operationalStatus: 'Asleep' }, ['operationalStatus UNKNOWN_VALUE']],
    [{ operationalStatus: 'Operating' }, []],
    [{ productionDate: '2025-02-02' }, ['productionDate IN_THE_FUTURE']],
    [{ productionDate: '2024-12-31' }, ['productionDate PERIOD_LOCKED']],
  ])('with %o: %j', (more, expected) => {
    expect(codes(record(more))).toEqual(expected);
  });

  test('is reported once; its amendment takes over what is not said otherwise', () => {
    expect(record({}, { row_id: 'r' })).toMatchObject({ outcome: 'CONFLICT', current: { rowId: 'r' } });
    const row = {
      row_id: 'r',
      row_version: 2,
      active_ind: 'Y',
      id_flownet: 'N',
      facility_id: 'F',
      production_date: '2025-01-10',
      activity_type: 'PRODUCTION',
      volume_method: 'MEASURED',
      amendment_seq_no: 0,
      opening_inventory_bbl: 100,
      oil_volume_bbl: 900,
      dispositions_oil_bbl: 900,
      closing_inventory_bbl: 50,
      connected_wells: 2,
    };
    const amend = (more: object, of: object = {}, before: object = {}) =>
      amendFacilityProduction.decide(
        { ...common, record: 'x', amendReason: 'gauged again', ...more },
        { row: { ...row, ...of }, place, statuses, recorded: undefined, before },
        moment,
      );
    const { changes, warnings } = written(amend({ closingInventoryBbl: 100 }));
    expect(changes).toMatchObject([
      { rowId: 'r', kind: 'SUPERSEDED', expectedVersion: 2, patch: { active_ind: 'N' } },
      {
        kind: 'AMENDED',
        patch: { oil_volume_bbl: 900, closing_inventory_bbl: 100, amendment_seq_no: 1, row_quality: null },
      },
    ]);
    expect(warnings).toEqual([]);
    expect(written(amend({ oilVolumeBbl: 901 })).warnings).toMatchObject([{ code: 'UNBALANCED' }]);
    expect(written(amend({ closingInventoryBbl: 100 }, {}, usual)).warnings).toMatchObject([
      { code: 'OUTLIER', path: ['oilVolumeBbl'] },
    ]);
    expect(codes(amend({ producingWells: 3 }))).toEqual(['producingWells INCONSISTENT']);
    expect(codes(amend({}, { active_ind: 'N' }))).toEqual(['record NOT_ALLOWED_NOW']);
  });
});

describe('an allocation reference', () => {
  const at: Place = { ...place, unit: 'U', row: { id_rec: 'C' } };
  const given = {
    ...common,
    source: 'x',
    completion: 'x',
    productType: 'OIL' as const,
    periodStart: '2025-01-10',
    periodEnd: '2025-01-10',
    allocationMethod: 'PRO_RATA' as const,
    allocationFactor: 0.4,
    totalVolume: 100,
  };
  const other = (more: object = {}) => ({
    row_id: 'o',
    to_completion_id: 'D',
    allocation_factor: 0.6,
    allocated_volume: 60,
    allocation_status: 'ALLOCATED',
    ...more,
  });
  type Loaded = Parameters<typeof recordAllocationReference.decide>[1];
  const record = (more: object = {}, loaded: Partial<Loaded> = {}) =>
    recordAllocationReference.decide(
      { ...given, ...more },
      {
        source: { type: 'Tank', place: { ...at, row: { id_rec: 'T' } } },
        place: at,
        references: [other()],
        test: undefined,
        ...loaded,
      },
      moment,
    );

  test('names its source and who received', () => {
    expect(written(record()).changes[0]?.patch).toMatchObject({
      unit_id: 'U',
      from_entity_type: 'TANK',
      from_entity_id: 'T',
      to_completion_id: 'C',
      allocation_factor: 0.4,
    });
    const recorded = { references: [other({ to_completion_id: 'C' })] };
    expect(record({}, recorded)).toMatchObject({ outcome: 'CONFLICT', current: { rowId: 'o' } });
    const far = { source: { type: 'Tank' as const, place: { ...at, network: 'M' } } };
    expect(codes(record({}, far))).toEqual(['source INCONSISTENT']);
  });

  test('parts that rounding lifts over the whole are the whole', () => {
    const parts = (many: number) => Array.from({ length: many }, () => other({ allocated_volume: 16.6667 }));
    const part = (references: Loaded['references'], allocatedVolume: number) =>
      codes(record({ allocatedVolume }, { references }));
    expect(part(parts(5), 16.6667)).toEqual([]);
    expect(part(parts(6), 0.0003)).toEqual(['allocatedVolume INCONSISTENT']);
  });

  test.each([
    [0.4, 0.6, 'ALLOCATED', false, undefined],
    [0.4, 0.6000009, 'ALLOCATED', false, undefined],
    [0.4, 0.6000011, 'ALLOCATED', true, 'SUSPECT'],
    [0.4, 0.5, 'ALLOCATED', true, undefined],
    [0.4, 0.6, 'REVERSED', true, undefined],
    [1, 0.6, 'REJECTED', false, undefined],
  ])('of %d beside %d that is %s: %s', (allocationFactor, allocation_factor, allocation_status, off, quality) => {
    const references = [other({ allocation_factor, allocation_status })];
    const { changes, warnings = [] } = written(record({ allocationFactor }, { references }));
    expect(warnings.map(({ code }) => code)).toEqual(off ? ['UNBALANCED'] : []);
    expect(changes[0]?.patch.row_quality).toBe(quality);
  });

  test.each([
    [{ allocatedVolume: 40 }, []],
    [{ allocatedVolume: 40.1 }, ['allocatedVolume INCONSISTENT']],
    [{ allocatedVolume: 101 }, ['allocatedVolume INCONSISTENT']],
    [{ periodEnd: '2025-01-11' }, ['periodEnd INCONSISTENT']],
    [{ periodType: 'MONTHLY', periodStart: '2025-01-01', periodEnd: '2025-01-31' }, []],
    [{ periodType: 'MONTHLY', periodStart: '2025-01-02', periodEnd: '2025-01-31' }, ['periodStart INCONSISTENT']],
    [{ periodType: 'MONTHLY', periodStart: '2025-01-01', periodEnd: '2025-01-30' }, ['periodEnd INCONSISTENT']],
    [{ periodStart: '2025-02-02', periodEnd: '2025-02-02' }, ['periodStart IN_THE_FUTURE']],
    [{ periodStart: '2024-12-31', periodEnd: '2024-12-31' }, ['periodStart PERIOD_LOCKED']],
  ])('with %o: %j', (more, expected) => {
    expect(codes(record(more))).toEqual(expected);
  });

  test.each([
    [
      'what another stated of the source',
      { totalVolume: null, allocatedVolume: 41 },
      {},
      ['allocatedVolume INCONSISTENT'],
    ],
    [
      'what another stated, and a larger one',
      { totalVolume: 150, allocatedVolume: 41 },
      {},
      ['allocatedVolume INCONSISTENT'],
    ],
    ['its own total, without a part of its own', { totalVolume: 59 }, {}, ['totalVolume INCONSISTENT']],
    ['the same, as a part that was taken back', { totalVolume: 59, allocationStatus: 'REVERSED' }, {}, []],
    ['a total that was taken back', { allocatedVolume: 90 }, { allocation_status: 'REVERSED' }, []],
    ['just the whole', { totalVolume: null, allocatedVolume: 40 }, {}, []],
  ])('is held against %s', (_, more, taken, expected) => {
    expect(codes(record(more, { references: [other({ total_volume: 100, ...taken })] }))).toEqual(expected);
  });

  test.each([
    [100, 100, 'ALLOCATED', []],
    [150, 100, 'ALLOCATED', ['totalVolume UNBALANCED']],
    [100, 150, 'ALLOCATED', ['totalVolume UNBALANCED']],
    [100.00004, 100, 'ALLOCATED', []],
    [null, 100, 'ALLOCATED', []],
    [150, null, 'ALLOCATED', []],
    [150, 100, 'REVERSED', []],
  ])(
    'that states %d in all where another says %d, %s: %j',
    (totalVolume, total_volume, allocation_status, expected) => {
      const references = [other({ total_volume, allocated_volume: 10, allocation_factor: 0.6, allocation_status })];
      const allocationFactor = allocation_status === 'REVERSED' ? 1 : 0.4;
      const { changes, warnings = [] } = written(record({ totalVolume, allocationFactor }, { references }));
      expect(warnings.map(({ path, code }) => `${path.join('.')} ${code}`)).toEqual(expected);
      expect(changes[0]?.patch.row_quality).toBe(expected.length > 0 ? 'SUSPECT' : undefined);
    },
  );

  test('stands on a test that counts, of who received', () => {
    const well = { row_id: 't', completion_id: 'C', test_type: 'FLOW_TEST', is_valid: true, active_ind: 'Y' };
    expect(written(record({}, { test: well })).changes[0]?.patch).toMatchObject({ well_test_row_id: 't' });
    const odds = [{ completion_id: 'D' }, { is_valid: false }, { active_ind: 'N' }, { test_type: 'BUILDUP_TEST' }];
    for (const odd of odds) expect(codes(record({}, { test: { ...well, ...odd } }))).toEqual(['wellTest INCONSISTENT']);
  });
});
