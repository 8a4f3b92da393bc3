import { describe, expect, test } from 'vitest';
import { aField, aUnit } from './search-field.js';

describe('a unit is found by every alias', () => {
  const unit = aUnit({
    unit_name: 'SMITH FEDERAL 42-1H',
    unit_display_name: 'Smith Fed 42 1H',
    stop_name: 'SMITH BATTERY NORTH',
    api_10: '4212345678',
    property_eid: '500123',
    property_number: 'P-900.01',
    cost_center: 'CC 20-001',
    regulatory_id: 'RRC77123',
    combo_curve_id: '5f9d88b2e1',
    migration_source_key: 'OLD_88_1',
    lease_name: 'DELAWARE RANCH',
    lease_number: '30415',
    pad_name: 'EAGLE PAD 7',
    dsu: 'GARCIA DSU',
    surface_legal_location: 'SEC 12 T5N R3W',
  });
  test.each([
    ['smith federal 42-1h', 'UNIT_NAME', 0.9],
    ['smith fed 42-1h', 'DISPLAY_NAME', 0.9],
    ['smith battery north', 'STOP_NAME', 0.9],
    ['4212345678', 'API_10', 1],
    ['42-123-45678', 'API_10', 1],
    ['421234567800', 'API_10', 0.95],
    ['42-123-45678-00-01', 'API_10', 0.95],
    ['500123', 'EID', 1],
    ['p90001', 'PROPERTY_NUMBER', 1],
    ['CC 20001', 'COST_CENTER', 1],
    ['rrc77123', 'REGULATORY_ID', 1],
    ['5F9D88B2E1', 'COMBO_CURVE_ID', 1],
    ['old_88_1', 'MIGRATION_SOURCE_KEY', 1],
    ['delaware ranch', 'LEASE_NAME', 0.7],
    ['30415', 'LEASE_NUMBER', 0.7],
    ['eagle pad 7', 'PAD_NAME', 0.7],
    ['garcia dsu', 'DSU', 0.7],
    ['sec 12 t5n r3w', 'LEGAL_LOCATION', 0.7],
  ])('%s', async (text, on, score) => {
    const { found } = await aField(unit, aUnit({ unit_name: 'OTHER 9' }));
    expect(found(text)).toMatchObject({ matched: 1, hits: [{ idRec: unit.id_rec, on, score }] });
  });

  test('an API number that is stored with dashes or 14 digits', async () => {
    const { names } = await aField(
      aUnit({ unit_name: 'DASHED', api_10: '42-123-45678' }),
      aUnit({ unit_name: 'LONG', api_10: '42123456780000' }),
    );
    expect(names('4212345678')).toEqual(['DASHED', 'LONG']);
    expect(names('42-123-45678')).toEqual(['DASHED', 'LONG']);
    expect(names('42-123-45678-00-00')).toEqual(['LONG', 'DASHED']);
  });
});

test('the first ten digits of a longer number are looked for among API numbers only', async () => {
  const { names } = await aField(
    aUnit({ unit_name: 'API', api_10: '4212345678' }),
    aUnit({ unit_name: 'EID', property_eid: '4212345678' }),
  );
  expect(names('421234567801')).toEqual(['API']);
  expect(names('4212345678')).toEqual(['API', 'EID']);
});
