import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';

const network = { id_flownet: 'N1', id_rec_parent: 'C1' };
const month = (id: string, start: string, oil: number | null, gas: number | null, api: number | null) => ({
  ...network,
  id_rec: id,
  allocation_start_date: start,
  allocated_oil_bbl: oil,
  allocated_gas_mcf: gas,
  allocated_density_api: api,
});
const reading = (id: string, day: string, psi: number, temperature: number | null) => ({
  ...network,
  id_rec: id,
  measurement_date: `${day} 06:00:00`,
  tubing_pressure_psi: psi,
  wellhead_temp_f: temperature,
});

let gateway: RunningGateway;
beforeAll(async () => {
  const folder = writeFolder({
    stg_prodview__completions: [{ id_rec: 'C1', id_flownet: 'N1' }],
    stg_prodview__monthly_allocations: [
      month('M1', '2023-11-01', 100, 1000, 10),
      month('M2', '2023-12-01', 300, 3000, 35),
      month('M3', '2024-01-01', null, 500, null),
    ],
    stg_prodview__completion_parameters: [
      reading('P1', '2024-01-01', 100, 32),
      reading('P2', '2024-01-02', 300, 212),
      reading('P3', '2024-01-03', 200, null),
    ],
  });
  gateway = await startGateway({ folder });
});
afterAll(() => gateway.close());

async function answer(query: string, variables?: object) {
  const { data, errors } = await gateway.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

const OLDEST = 'orderBy: [ALLOCATION_START_DATE_ASC]';

test('columns answer in the unit asked for, and in their own beside it', async () => {
  const { completionParameters } = await answer(`{
    completionParameters(orderBy: [MEASUREMENT_DATE_ASC]) {
      nodes { tubingPressurePsi kpa: tubingPressurePsi(in: KPA) wellheadTempF c: wellheadTempF(in: DEG_C) k: wellheadTempF(in: K) }
    }
  }`);
  expect(completionParameters.nodes).toEqual([
    { tubingPressurePsi: 100, kpa: expect.closeTo(689.4757293168361, 10), wellheadTempF: 32, c: 0, k: 273.15 },
    { tubingPressurePsi: 300, kpa: expect.closeTo(2068.4271879505086, 10), wellheadTempF: 212, c: 100, k: 373.15 },
    { tubingPressurePsi: 200, kpa: expect.closeTo(1378.9514586336722, 10), wellheadTempF: null, c: null, k: null },
  ]);
});

test('so do columns of embedded objects, and °API along its curve', async () => {
  const { monthlyAllocations } = await answer(`{
    monthlyAllocations(${OLDEST}) {
      nodes {
        allocated { oilBbl oilM3: oilBbl(in: M3) gasE3m3: gasMcf(in: E3M3) }
        allocatedDensityApi sg: allocatedDensityApi(in: SG) density: allocatedDensityApi(in: KG_PER_M3)
      }
    }
  }`);
  expect(monthlyAllocations.nodes).toEqual([
    {
      allocated: { oilBbl: 100, oilM3: expect.closeTo(15.8987294928, 12), gasE3m3: 28.316846592 },
      allocatedDensityApi: 10,
      sg: 1,
      density: 999.016,
    },
    {
      allocated: { oilBbl: 300, oilM3: expect.closeTo(47.6961884784, 12), gasE3m3: expect.closeTo(84.950539776, 12) },
      allocatedDensityApi: 35,
      sg: 141.5 / 166.5,
      density: expect.closeTo((141.5 / 166.5) * 999.016, 10),
    },
    {
      allocated: { oilBbl: null, oilM3: null, gasE3m3: 14.158423296 },
      allocatedDensityApi: null,
      sg: null,
      density: null,
    },
  ]);
});

test('the unit may be a variable', async () => {
  const query = `query ($unit: GasVolumeUnit) {
    monthlyAllocations(first: 1, ${OLDEST}) { nodes { allocated { gasMcf(in: $unit) } } }
  }`;
  const gas = async (variables?: object) =>
    (await answer(query, variables)).monthlyAllocations.nodes[0].allocated.gasMcf;
  expect(await gas({ unit: 'MMCF' })).toBe(1);
  expect(await gas({ unit: null })).toBe(1000);
  expect(await gas()).toBe(1000);
});

describe('measures', () => {
  test('of volumes all convert, in the same answer as their own unit', async () => {
    const of = 'allocated { gasMcf gasE3m3: gasMcf(in: E3M3) }';
    const { monthlyAllocations } = await answer(`{
      monthlyAllocations { aggregates { sum { ${of} } avg { ${of} } min { ${of} } max { ${of} } } }
    }`);
    const both = (gasMcf: number) => ({ allocated: { gasMcf, gasE3m3: expect.closeTo(gasMcf * 0.028316846592, 12) } });
    expect(monthlyAllocations.aggregates).toEqual({
      sum: both(4500),
      avg: both(1500),
      min: both(500),
      max: both(3000),
    });
  });

  test('of groups convert group by group', async () => {
    const { monthlyAllocations } = await answer(`{
      monthlyAllocations {
        groups(by: [ALLOCATION_START_DATE_YEAR]) { key { allocationStartDateYear } sum { allocated { oilBbl(in: M3) gasMcf(in: MMCF) } } }
      }
    }`);
    expect(monthlyAllocations.groups).toEqual([
      {
        key: { allocationStartDateYear: '2023-01-01' },
        sum: { allocated: { oilBbl: expect.closeTo(63.5949179712, 12), gasMcf: 4 } },
      },
      { key: { allocationStartDateYear: '2024-01-01' }, sum: { allocated: { oilBbl: null, gasMcf: 0.5 } } },
    ]);
  });

  test('of temperatures convert with their offset, but for the sum', async () => {
    const { completionParameters } = await answer(`{
      completionParameters { aggregates {
        sum { wellheadTempF } avg { wellheadTempF(in: DEG_C) } min { wellheadTempF(in: DEG_C) } max { wellheadTempF(in: DEG_C) }
      } }
    }`);
    expect(completionParameters.aggregates).toEqual({
      sum: { wellheadTempF: 244 },
      avg: { wellheadTempF: 50 },
      min: { wellheadTempF: 0 },
      max: { wellheadTempF: 100 },
    });
  });
});

test('filters stay in the unit of the field', async () => {
  const { monthlyAllocations } = await answer(`{
    monthlyAllocations(where: { allocated: { gasMcf: { gt: 900 } } }, ${OLDEST}) { nodes { idRec allocated { gasMcf(in: MMCF) } } }
  }`);
  expect(monthlyAllocations.nodes).toEqual([
    { idRec: 'M1', allocated: { gasMcf: 1 } },
    { idRec: 'M2', allocated: { gasMcf: 3 } },
  ]);
});

test('another unit costs no statement, and row by row no other statement', async () => {
  const query = (unit: string) => `{
    monthlyAllocations { nodes { allocated { gasMcf${unit} } } aggregates { sum { allocated { gasMcf${unit} } } } }
  }`;
  gateway.prodview.statements();
  await answer(query(''));
  const plain = gateway.prodview.statements();
  await answer(query('(in: E3M3)'));
  const converted = gateway.prodview.statements();
  expect([plain.length, converted.length]).toEqual([2, 2]);
  // A store writes its own units as text; what is converted is read as rows.
  if (process.env.TEXT_LISTS === 'off') expect(converted).toEqual(plain);
});

describe('GraphQL itself refuses', () => {
  const months = (of: string) => `{ monthlyAllocations { ${of} } }`;
  const readings = (of: string) => `{ completionParameters { aggregates { ${of} } } }`;
  test.each([
    [
      'a unit of another quantity',
      months('nodes { allocated { gasMcf(in: BBL) } }'),
      '"BBL" does not exist in "GasVolumeUnit"',
    ],
    ['a unit as text', months('nodes { allocated { gasMcf(in: "E3M3") } }'), 'Enum "GasVolumeUnit" cannot represent'],
    ['two units under one name', months('nodes { allocated { gasMcf gasMcf(in: E3M3) } }'), 'conflict'],
    ['a sum of temperatures in another unit', readings('sum { wellheadTempF(in: DEG_C) }'), 'Unknown argument "in"'],
    [
      'a mean of gravities in another unit',
      months('aggregates { avg { allocatedDensityApi(in: SG) } }'),
      'Unknown argument "in"',
    ],
    [
      'the least gravity in another unit',
      months('aggregates { min { allocatedDensityApi(in: SG) } }'),
      'Unknown argument "in"',
    ],
    ['a count in a unit', months('nodes { allocationYear(in: HOURS) }'), 'Unknown argument "in"'],
  ])('%s', async (_, query, message) => {
    const { status, errors } = await gateway.ask(query);
    // Clients of `application/json` take another status for a fault of the network.
    expect(status).toBe(200);
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});
