import { afterAll, beforeAll, expect, test } from 'vitest';
import { aFlowNetwork } from '../support/flow-network.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ folder: writeFolder(aFlowNetwork()) });
});
afterAll(() => gateway.close());

const idOf = (type: string, record: string) => Buffer.from(JSON.stringify([type, record])).toString('base64url');
const recordOf = (id: string) => JSON.parse(Buffer.from(id, 'base64url').toString())[1] as string;

/** What a trace says, with records' ids in the place of global ones. */
async function trace(from: string, args: string, fields = ''): Promise<any> {
  const id = from.includes('-') ? idOf('UnitNode', from) : idOf('Unit', from);
  const query = `{ trace(from: "${id}", ${args}) { stoppedBecause truncated cycleCount cycles { path recirculation }
    nodes { id depth } edges { id from to recirculation validFrom validTo } ${fields} } }`;
  const { data, errors } = await gateway.ask(query);
  expect(errors).toBeUndefined();
  const told = data.trace;
  return {
    ...told,
    nodes: told.nodes.map(({ id: node, depth }: any) => `${recordOf(node)} ${depth}`),
    edges: told.edges.map((edge: any) => ({ ...edge, id: recordOf(edge.id), to: recordOf(edge.to) })),
    cycles: told.cycles.map((cycle: any) => ({ ...cycle, path: cycle.path.map(recordOf) })),
    rows: told.nodes,
  };
}

const edgesOf = ({ edges }: any) => edges.map(({ id }: any) => id);

test('product of a well is followed through the battery and the plant, each node once, and back as lift gas', async () => {
  const told = await trace('well1-out', 'on: "2024-02-01"');
  expect(told.nodes).toEqual([
    'well1-out 0',
    'battery-in 1',
    'battery-gas 1',
    'battery-oil 1',
    'plant-in 2',
    'unknown-in 2',
    'plant-out 2',
    'well1-in 3',
  ]);
  expect(edgesOf(told)).toEqual(['c1', 'c4', 'c5', 'c6']);
  expect(told.edges[2]).toMatchObject({ to: 'well1-in', recirculation: true, validFrom: '2024-01-01', validTo: null });
  expect(told.cycles).toEqual([
    {
      path: ['well1-out', 'battery-in', 'battery-gas', 'plant-in', 'plant-out', 'well1-in'],
      recirculation: true,
    },
  ]);
  expect([told.stoppedBecause, told.truncated, told.cycleCount]).toEqual(['REACHED_ENDS', false, 1]);
});

test('recorded connections alone end at the battery', async () => {
  const told = await trace('well1-out', 'on: "2024-02-01", throughUnits: false');
  expect(told.nodes).toEqual(['well1-out 0', 'battery-in 1']);
  expect([told.stoppedBecause, told.cycleCount]).toEqual(['REACHED_ENDS', 0]);
});

test('upstream of the battery are its wells, and what lifts them', async () => {
  const told = await trace('battery-in', 'direction: UPSTREAM, on: "2024-02-01", maxDepth: 1');
  expect(told.nodes).toEqual(['battery-in 0', 'well1-out 1', 'well2-out 1', 'well1-in 1']);
  expect([told.stoppedBecause, told.truncated]).toEqual(['MAX_DEPTH', true]);
});

test('a ring of chained nodes is walked once and told as a cycle that nobody meant', async () => {
  const told = await trace('ring-a', 'direction: BOTH, on: "2024-02-01"');
  expect(told.nodes).toEqual(['ring-a 0', 'ring-b 1', 'ring-c 1']);
  expect(told.cycles).toEqual([{ path: ['ring-a', 'ring-b', 'ring-c'], recirculation: false }]);
});

test.each([
  ['2024-03-09', ['battery-in 1']],
  ['2024-03-10', ['battery-in 1', 'separator-in 1']],
  ['2024-03-11', ['separator-in 1']],
])(
  'on %s the second well flows to where it was connected, both ends of a connection included',
  async (day, reached) => {
    const told = await trace('well2-out', `on: "${day}", maxDepth: 1, throughUnits: false`);
    expect(told.nodes).toEqual(['well2-out 0', ...reached]);
  },
);

test('a network is followed alone, though another has the same ids', async () => {
  const told = await trace(
    'battery-in',
    'on: "2024-02-01", throughUnits: false',
    'idFlownet nodesNamed: nodes { name }',
  );
  expect(told.idFlownet).toBe('N1');
  expect(told.nodes).toEqual(['battery-in 0']);
  expect(told.nodesNamed).toEqual([{ name: 'battery-in of N1' }]);
  const other = await trace(
    'elsewhere',
    'direction: UPSTREAM, on: "2024-02-01"',
    'named: nodes { name unit { unitName } }',
  );
  expect(other.nodes).toEqual(['battery-in 0', 'elsewhere-in 0']);
  expect(other.named[0]).toEqual({ name: 'battery-in of N2', unit: { unitName: 'elsewhere' } });
});

test('a unit is traced from all its nodes', async () => {
  const told = await trace('battery', 'on: "2024-02-01", maxDepth: 1');
  expect(told.nodes.slice(0, 3)).toEqual(['battery-gas 0', 'battery-in 0', 'battery-oil 0']);
});

test('a day without connections, a unit without nodes and a node without connections are told apart', async () => {
  const early = await trace('well1-out', 'on: "2020-01-01"');
  expect([early.nodes, early.edges, early.stoppedBecause]).toEqual([['well1-out 0'], [], 'NO_CONNECTIONS_ON_DAY']);
  const empty = await trace('empty', 'on: "2024-02-01"');
  expect([empty.nodes, empty.stoppedBecause]).toEqual([[], 'UNIT_WITHOUT_NODES']);
  const lonely = await trace('lonely-out', 'on: "2024-02-01"');
  expect([lonely.nodes, lonely.stoppedBecause]).toEqual([['lonely-out 0'], 'REACHED_ENDS']);
});

test('a trace that is cut says so', async () => {
  const told = await trace('well1-out', 'on: "2024-02-01", maxNodes: 3');
  expect(told.nodes).toEqual(['well1-out 0', 'battery-in 1', 'battery-gas 1']);
  expect([told.stoppedBecause, told.truncated]).toEqual(['MAX_NODES', true]);
});

test.each([
  ['UnitNode', 'no such node'],
  ['Unit', 'no such unit'],
  ['Completion', 'well1-out'],
])('from a %s that is not there, or leads nowhere, there is no trace', async (type, record) => {
  const { data, errors } = await gateway.ask(
    `{ trace(from: "${idOf(type, record)}", on: "2024-02-01") { truncated } }`,
  );
  expect([data, errors]).toEqual([{ trace: null }, undefined]);
});

test.each([
  ['from: "rubbish", on: "2024-02-01"', 'from', 'BAD_USER_INPUT'],
  ['from: "", on: "2024-02-01", maxDepth: 0', 'maxDepth', 'BAD_USER_INPUT'],
  ['from: "", on: "2024-02-01", maxDepth: 101', 'maxDepth', 'BAD_USER_INPUT'],
  ['from: "", on: "2024-02-01", maxNodes: 0', 'maxNodes', 'BAD_USER_INPUT'],
  ['from: "", on: "2024-02-01", maxNodes: 20001', 'maxNodes', 'BAD_USER_INPUT'],
  ['from: "", on: "2024-02-31"', 'on', 'GRAPHQL_VALIDATION_FAILED'],
])('trace(%s) is refused by name', async (args, argument, code) => {
  const { errors } = await gateway.ask(`{ trace(${args}) { truncated } }`);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions).toMatchObject({ argument, code });
});

test('limits that are left out or null are the stated ones', async () => {
  const told = await trace('well1-out', 'on: "2024-02-01", maxDepth: null, maxNodes: null');
  expect([told.nodes.length, told.stoppedBecause]).toEqual([8, 'REACHED_ENDS']);
});
