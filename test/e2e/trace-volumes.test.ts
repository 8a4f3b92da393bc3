import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Selection } from '../../src/sources/row-source.js';
import { ask, openStore } from '../support/execute.js';
import { aFlowNetwork } from '../support/flow-network.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';

const folder = writeFolder(aFlowNetwork());
let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ folder });
});
afterAll(() => gateway.close());

const idOf = (type: string, record: string) => Buffer.from(JSON.stringify([type, record])).toString('base64url');

/** Parts of a trace on the first of February 2024, with the statements that they cost. */
async function trace(from: string, direction: string, fields: string) {
  const { reads } = gateway.prodview;
  reads.length = 0;
  const { data, errors } = await gateway.ask(
    `{ trace(from: "${idOf('UnitNode', from)}", direction: ${direction}, on: "2024-02-01") { ${fields} } }`,
  );
  expect(errors).toBeUndefined();
  return { ...data.trace, reads: reads.map((read) => read as Selection) };
}

const OIL = '{ in { hcliqBbl } out { hcliqBbl } gain { hcliqBbl } }';
const oil = (bbl: number | null) => bbl !== null && { hcliqBbl: bbl };

test('a node has the volume of the day, its network and the newest run; null where the day has no record', async () => {
  const { nodes } = await trace(
    'well1-out',
    'DOWNSTREAM',
    'nodes { name volume { idRec gathered { hcliqBbl gasMcf } } }',
  );
  const volumes = Object.fromEntries(nodes.map(({ name, volume }: any) => [name, volume]));
  expect(volumes['battery-in of N1']).toEqual({ idRec: 'battery-in 1', gathered: { hcliqBbl: 145, gasMcf: 10 } });
  expect(volumes['battery-gas of N1']).toBeNull();
});

test('what came to a node is the volume of all its sources, also of those outside the trace', async () => {
  const { nodes, balance } = await trace('well1-out', 'DOWNSTREAM', `balance ${OIL} nodes { id balance ${OIL} }`);
  const balances = Object.fromEntries(nodes.map(({ id, balance: own }: any) => [id, own]));
  expect(balances[idOf('UnitNode', 'battery-in')]).toEqual({ in: oil(150), out: oil(145), gain: oil(-5) });
  expect(balances[idOf('UnitNode', 'well1-out')]).toEqual({ in: null, out: oil(100), gain: null });
  expect(balances[idOf('UnitNode', 'plant-in')]).toEqual({ in: null, out: null, gain: null });
  expect(balance.gain).toBeNull();
});

test('upstream of a point the trace as a whole says what should have arrived', async () => {
  const { balance } = await trace('battery-in', 'UPSTREAM', `balance ${OIL}`);
  // What lifts the first well only goes round, so the plant behind it counts in neither.
  expect(balance).toEqual({ in: oil(150), out: oil(145), gain: oil(-5) });
});

test('a trace costs four statements however much of it is asked, and its units one more', async () => {
  const all = `stoppedBecause cycles { path } edges { from to } balance ${OIL}
    nodes { id depth name kind volume { gathered { hcliqBbl } } balance ${OIL} node { otherId } }`;
  const { reads } = await trace('well1-out', 'DOWNSTREAM', all);
  expect(reads.map(({ label }: Selection) => label)).toEqual([
    'Trace.start',
    'Trace.edges',
    expect.stringMatching(/^Trace.(nodes|volumes)$/),
    expect.stringMatching(/^Trace.(nodes|volumes)$/),
  ]);
  const units = await trace(
    'well1-out',
    'DOWNSTREAM',
    `${all} units: nodes { unit { label } node { unit { unitName } } }`,
  );
  expect(units.reads).toHaveLength(5);
  expect(units.units[1]).toEqual({ unit: { label: 'battery' }, node: { unit: { unitName: 'battery' } } });
});

test('what is not asked for is not read', async () => {
  const { reads } = await trace('well1-out', 'DOWNSTREAM', 'nodes { id depth } edges { from to }');
  expect(reads.map(({ label }: Selection) => label)).toEqual(['Trace.start', 'Trace.edges']);
  const named = await trace('well1-out', 'DOWNSTREAM', 'nodes { node { otherId } }');
  const columns = named.reads[2].columns.map(({ name }: { name: string }) => name);
  expect(columns.sort()).toEqual(['id_flownet', 'id_rec', 'id_rec_parent', 'node_name', 'node_type', 'other_id']);
});

test('traces of one document share what the network looked like on a day', async () => {
  const { reads } = gateway.prodview;
  reads.length = 0;
  const one = (alias: string, from: string, on: string) =>
    `${alias}: trace(from: "${idOf('UnitNode', from)}", on: "${on}") { nodes { id } }`;
  const { data } = await gateway.ask(
    `{ ${one('a', 'well1-out', '2024-02-01')} ${one('b', 'well2-out', '2024-02-01')} ${one('c', 'well2-out', '2024-03-11')} }`,
  );
  expect([data.a.nodes.length, data.b.nodes.length, data.c.nodes.length]).toEqual([8, 9, 2]);
  expect(reads.filter(({ label }) => label === 'Trace.edges')).toHaveLength(2);
});

test('who may see nothing traces nothing', async () => {
  const { source } = await openStore(folder);
  const document = `{ trace(from: "${idOf('UnitNode', 'well1-out')}", on: "2024-02-01") { nodes { id } } }`;
  expect((await ask(source, document)).data?.trace.nodes).toHaveLength(8);
  expect(await ask(source, document, {}, { kind: 'nothing' })).toEqual({ data: { trace: null } });
  await source.close();
});
