import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFlowNetwork } from '../support/flow-network.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { startOnSnowflake, type WarehouseGateway } from '../support/snowflake/gateway.js';

/** The network, and beside it as many nodes with volumes that no trace reaches. */
const folderOf = (others: number) => {
  const { stg_prodview__node_daily_volumes: volumes = [], ...rest } = aFlowNetwork();
  const more = Array.from({ length: others }, (_, at) => ({
    ...volumes[0],
    id_rec: `far ${at}`,
    node_id: `far-${at}`,
  }));
  return writeFolder({ ...rest, stg_prodview__node_daily_volumes: [...volumes, ...(more as typeof volumes)] });
};
const idOf = (record: string) => Buffer.from(JSON.stringify(['UnitNode', record])).toString('base64url');
const OIL = '{ in { hcliqBbl } out { hcliqBbl } gain { hcliqBbl } }';
const VOLUMES = `balance ${OIL} nodes { name volume { idRec gathered { hcliqBbl } } balance ${OIL} }`;
const document = (from: string, fields: string, on = '2024-02-01') =>
  `{ trace(from: "${idOf(from)}", direction: UPSTREAM, on: "${on}") { edges { from to } ${fields} } }`;
/** Until nodes are held in memory, so that to ask what was never asked costs nothing. */
const warm = async (gateway: WarehouseGateway) => {
  let asked = 0;
  const ask = async () => {
    gateway.spent();
    asked += 1;
    await gateway.ask('query ($first: Int!) { unitNodes(first: $first) { nodes { nodeName } } }', { first: asked });
    return gateway.spent();
  };
  await expect.poll(ask, { timeout: 20_000 }).toBe(0);
};
const EDGES = 'stg_prodview__unit_node_connections';
const DAYS = 'stg_prodview__node_daily_volumes';

describe('of a warehouse', () => {
  let files: RunningGateway;
  let warehouse: WarehouseGateway;
  beforeAll(async () => {
    const folder = folderOf(1_100);
    files = await startGateway({ folder });
    warehouse = await startOnSnowflake(folder);
  });
  afterAll(async () => {
    expect(warehouse.double.statements.refused).toEqual([]);
    await Promise.all([files.close(), warehouse.close()]);
  });

  test('volumes come with the connections, by one statement, and serve every trace of the network that day', async () => {
    await warm(warehouse);
    const asked = document('battery-in', VOLUMES);
    const { data, errors } = await warehouse.ask(asked);
    expect(errors).toBeUndefined();
    expect(data).toEqual((await files.ask(asked)).data);
    expect(data.trace.balance).toEqual({ in: { hcliqBbl: 150 }, out: { hcliqBbl: 145 }, gain: { hcliqBbl: -5 } });
    expect(warehouse.spent()).toBe(1);
    const other = document('plant-in', VOLUMES);
    expect((await warehouse.ask(other)).data).toEqual((await files.ask(other)).data);
    expect(warehouse.spent()).toBe(0);
  });

  test('volumes that are not asked for are not read', async () => {
    await warehouse.ask(document('battery-in', 'nodes { name }', '2024-02-02'));
    expect(warehouse.read()).toEqual([EDGES]);
  });
});

test('of a network with too many volumes for that only those of the trace are read, when its nodes are known', async () => {
  const warehouse = await startOnSnowflake(folderOf(1_100), { MAX_ROWS: '1000' });
  await warm(warehouse);
  const { data, errors } = await warehouse.ask(document('battery-in', VOLUMES));
  expect(errors).toBeUndefined();
  expect(data.trace.balance.in).toEqual({ hcliqBbl: 150 });
  expect(warehouse.spent()).toBe(2);
  await warehouse.close();
});

test('where volumes cannot be read they alone are missing, and it is said why', async () => {
  const { [DAYS]: _, ...rest } = aFlowNetwork();
  const warehouse = await startOnSnowflake(writeFolder(rest));
  await warm(warehouse);
  const run = warehouse.double.options.warehouse;
  const connection = await run.instance.connect();
  await connection.run(`drop view if exists "WELLS"."STAGING"."${DAYS.toUpperCase()}"`);
  connection.closeSync();
  const { data, errors } = await warehouse.ask(document('battery-in', 'nodes { name volume { idRec } }'));
  expect(data.trace.edges.length).toBeGreaterThan(0);
  expect(data.trace.nodes[0]).toMatchObject({ name: 'battery-in of N1', volume: null });
  expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['SOURCE_SCHEMA']));
  await warehouse.close();
});
