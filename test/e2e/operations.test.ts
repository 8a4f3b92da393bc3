import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellStore } from '../../src/sources/postgres/viewer-settings.js';
import { openEmbedded } from '../../src/database/embedded.js';
import { openStores, type Stores } from '../../src/database/open-stores.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { ALPHA, insertRecordsOf, rowIdOf } from '../support/operations.js';

let gateway: RunningGateway;
beforeAll(async () => {
  const prodview = aField();
  const downtimes = [{ id_flownet: 'N1', id_rec: 'D1', id_rec_parent: 'U0a', first_day: '2026-06-01' }];
  gateway = await startGateway({
    maps: true,
    folder: writeFolder({ ...prodview, stg_prodview__completion_downtimes: downtimes }),
  });
  await inserted(gateway.stores);
}, 180_000);
afterAll(() => gateway?.close());

async function inserted(stores: Stores | undefined): Promise<void> {
  const client = await stores?.database.pool.connect();
  if (!client) throw new Error('no store');
  await tellStore(client, 'everything');
  await insertRecordsOf(client, ALPHA);
  await client.query("update ops.downtime_event set prodview_downtime_id = 'D1'");
  client.release();
}

const ask = async (query: string) => {
  const { data, errors } = await gateway.ask(query);
  expect(errors).toBeUndefined();
  return data;
};

test('from ProdView to the records of operations and back', async () => {
  gateway.prodview.statements();
  gateway.ops?.statements();
  const { units } = await ask(`{ units(where: { idRec: { eq: "U0" } }) { nodes { idRec
    recordedDailyProduction { totalCount nodes { productionDate oilVolumeBbl completion { idRec completionName } } }
    recordedMeterReadings { nodes { meter { ... on Tank { idRec recordedReadings { nodes { netVolume } } } } } }
    recordedDowntimeEvents { nodes { reason1 { longName } reason2 { longName } reason3 { longName parent { code } }
      prodviewDowntime { idRec recordedDowntimeEvents { nodes { rowId } } } maintenanceRequests { nodes { partsReplaced } } } }
  } } }`);
  expect(units.nodes).toEqual([
    {
      idRec: 'U0',
      recordedDailyProduction: {
        totalCount: 1,
        nodes: [
          {
            productionDate: '2026-06-01',
            oilVolumeBbl: 120.5,
            completion: { idRec: 'U0a', completionName: 'U0 a' },
          },
        ],
      },
      recordedMeterReadings: {
        nodes: [{ meter: { idRec: 'U0tank1', recordedReadings: { nodes: [{ netVolume: 79 }] } } }],
      },
      recordedDowntimeEvents: {
        nodes: [
          {
            reason1: { longName: 'Artificial lift' },
            reason2: { longName: 'Rod pump' },
            reason3: { longName: 'Rods parted', parent: { code: 'LIFT_ROD_PUMP' } },
            prodviewDowntime: {
              idRec: 'D1',
              recordedDowntimeEvents: { nodes: [{ rowId: rowIdOf('downtime_event', ALPHA) }] },
            },
            maintenanceRequests: { nodes: [{ partsReplaced: ['rod 17'] }] },
          },
        ],
      },
    },
  ]);
  // Units; completions, tanks and downtimes, which are not of one moment.
  expect(gateway.prodview.statements().length).toBeLessThanOrEqual(4);
});

test('records lead to each other, and what they rest on is read as it was written', async () => {
  const { wellTests, readings, seen } = await ask(`{
    wellTests: recordedWellTests { nodes { oilRateBblPerDay separatorTest { netOilBbl wellTests { nodes { testEnd } } }
      allocationReferences { nodes { completion { idRec } } } } }
    readings: recordedMeterReadings { nodes { photoRefs meterTable audit { originalValues rowCreatedDate activeInd } } }
    seen: recordedSurveillanceEvents { nodes { evidence facility { idRec } recommendations { nodes {
      workoverCandidates { nodes { upliftBblPerDay postJobTest { rowId } } } maintenanceRequests { nodes { requestNumber } } } } } }
  }`);
  expect(wellTests.nodes).toEqual([
    {
      oilRateBblPerDay: 162,
      separatorTest: { netOilBbl: 81, wellTests: { nodes: [{ testEnd: '2026-06-01T18:00:00Z' }] } },
      allocationReferences: { nodes: [{ completion: { idRec: 'U0a' } }] },
    },
  ]);
  expect(readings.nodes).toEqual([
    {
      photoRefs: ['photo 1', 'with "quotes", and a comma'],
      meterTable: 'pvUnitTank',
      audit: {
        originalValues: { net_volume: { value: 12.56, uom: 'M3' } },
        rowCreatedDate: '2026-06-02T06:00:00Z',
        activeInd: 'Y',
      },
    },
  ]);
  expect(seen.nodes).toEqual([
    {
      evidence: { days: ['2026-05-01', '2026-06-01'] },
      facility: null,
      recommendations: {
        nodes: [
          {
            workoverCandidates: {
              nodes: [{ upliftBblPerDay: 70, postJobTest: { rowId: rowIdOf('well_test', ALPHA) } }],
            },
            maintenanceRequests: { nodes: [{ requestNumber: 'MR-U0a' }] },
          },
        ],
      },
    },
  ]);
});

test('lists are filtered, windowed and grouped in the store', async () => {
  const { none, some, grouped, report } = await ask(`{
    none: recordedDowntimeEvents(from: "2026-06-02") { totalCount }
    some: recordedDowntimeEvents(from: "2026-06-01", to: "2026-06-01", where: { durationHours: { gt: 6 }, audit: { activeInd: { eq: "Y" } } }) {
      totalCount }
    grouped: recordedDowntimeEvents { groups(by: [REASON_CODE1, STARTED_AT_MONTH]) { key { reasonCode1 startedAtMonth } sum { durationHours } } }
    report: downtimeReasonByCode(code: "WEATHER") { level children { totalCount } events { totalCount } }
  }`);
  expect([none.totalCount, some.totalCount]).toEqual([0, 1]);
  expect(grouped.groups).toEqual([
    { key: { reasonCode1: 'LIFT', startedAtMonth: '2026-06-01' }, sum: { durationHours: 6.5 } },
  ]);
  expect(report).toEqual({ level: 1, children: { totalCount: 3 }, events: { totalCount: 0 } });
});

test('a record is found by its id, whose column is no text; a text that is no id finds nothing', async () => {
  const { all } = await ask('{ all: recordedDowntimeEvents { nodes { rowId } } }');
  const [{ rowId }] = all.nodes;
  const found = await ask(`{
    eq: recordedDowntimeEvents(where: { rowId: { eq: "${rowId}" } }) { totalCount }
    in: recordedDowntimeEvents(where: { rowId: { in: ["no id", "${rowId}"] } }) { totalCount }
    no: recordedDowntimeEvents(where: { rowId: { eq: "no id" } }) { totalCount }
    ne: recordedDowntimeEvents(where: { rowId: { ne: "no id" } }) { totalCount } }`);
  expect(Object.values<any>(found).map(({ totalCount }) => totalCount)).toEqual([1, 1, 0, all.nodes.length]);
});

test('the report tells what operations cost, as a source of its own', async () => {
  const { extensions } = await gateway.ask('{ downtimeReasons { totalCount } }', {}, { 'x-report': '1' });
  expect(extensions?.report).toMatchObject({ sources: { OPS: { statements: 1 } } });
});

test('what is written into a folder is there after a restart, and a folder of an older release is brought up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  const packed = fileURLToPath(new URL('../../dist/database/sample.tar.gz', import.meta.url));
  const old = await openEmbedded({ folder });
  await old.close();
  const open = () => openStores({ packed, folder, connections: 1, waiting: 10, statementTimeoutMs: 10_000 });
  const first = await open();
  await inserted(first);
  await first.close();
  const second = await open();
  const read = { label: 'days', view: 'daily_production', scope: { kind: 'everything' }, rowLimit: 10 } as const;
  const columns = [{ name: 'oil_volume_bbl', kind: 'float' }] as const;
  expect(await second.ops.select({ ...read, columns, order: [] })).toEqual([{ oil_volume_bbl: 120.5 }]);
  await second.close();
}, 180_000);
