import { afterEach, expect, test } from 'vitest';
import { SourceUnavailable } from '../../src/errors.js';
import { Directories } from '../../src/search/directories.js';
import { search } from '../../src/search/rank.js';
import { wantedOf } from '../../src/search/words.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, type StartOptions, startGateway } from '../support/gateway.js';
import { readsOf } from '../unit/search-field.js';

const well = (id_rec: string, more: object = {}) => ({ id_rec, id_flownet: 'N1', unit_type: 'Well', ...more });
const UNITS = [
  well('U1', { unit_name: 'SMITH FEDERAL 42-1H', is_operated: false, api_10: '42-123-45678', property_eid: '007' }),
  well('U2', { unit_name: 'SMITH FEDERAL 42-2H', is_operated: true, lease_name: 'SMITH "A", NORTH' }),
  well('U3', { unit_name: 'smith #42 1H', unit_display_name: 'Smith 42-1H', is_operated: true }),
  well('U4', { unit_name: null, pad_name: 'O’HARA PAD' }),
  well('U5', {}),
  well('U6', { unit_name: 'DUPLICATE', is_operated: true, api_10: '4299999999' }),
  well('U7', { unit_name: 'DUPLICATE', is_operated: false, api_10: '42999999990000' }),
  well('U8', { unit_name: 'constructor __proto__' }),
];
const HITS =
  'query($text: String!) { searchWells(text: $text) { matched hits { matchedOn matchedText unit { idRec } } } }';

let gateway: RunningGateway;
const start = async (options: StartOptions = {}) => {
  gateway = await startGateway({ folder: writeFolder({ stg_prodview__units: UNITS }), ...options });
  return gateway;
};
afterEach(() => gateway?.close());
const ids = async (text: string) => {
  const { data, errors } = await gateway.ask(HITS, { text });
  expect(errors).toBeUndefined();
  return data.searchWells.hits.map((hit: any) => hit.unit?.idRec);
};

test('what a viewer may not see neither counts nor matches, whoever asked before', async () => {
  const { source } = await openStore(writeFolder({ stg_prodview__units: UNITS }));
  const directories = new Directories({ refreshMs: 300_000, timeoutMs: 15_000, onFailure: () => {} });
  const matched = async (kind: 'everything' | 'nothing') => {
    const directory = await directories.of(readsOf(source, undefined, { kind }));
    return search(directory, wantedOf('smith'), 20).matched;
  };
  expect([await matched('everything'), await matched('nothing'), await matched('everything')]).toEqual([3, 0, 3]);
  await source.close();
});

test('a folder with traps', async () => {
  await start();
  expect(await ids('42 federal smith')).toEqual(['U2', 'U1']);
  for (const text of ['smith 42-1h', 'smith #42 1H', 'SMITH 42 1H', '1h 42 smith'])
    expect((await ids(text)).sort(), text).toEqual(['U1', 'U3']);
  expect(await ids('smith 42 1h')).toEqual(['U3', 'U1']);
  expect(await ids('4212345678')).toEqual(['U1']);
  expect(await ids('42-123-45678-01')).toEqual(['U1']);
  expect(await ids('007')).toEqual(['U1']);
  expect(await ids('7')).toEqual([]);
  expect(await ids("o'hara pad")).toEqual(['U4']);
  expect(await ids('ohara')).toEqual(['U4']);
  expect(await ids('north, "a"')).toEqual(['U2']);
  expect(await ids('duplicate')).toEqual(['U6', 'U7']);
  expect(await ids('42-999-99999')).toEqual(['U6', 'U7']);
  for (const text of ['constructor', '__proto__']) expect(await ids(text), text).toEqual(['U8']);
  expect(await ids('hasOwnProperty')).toEqual([]);
});

test('no units, or no columns to find them by, find nothing', async () => {
  await start({ folder: writeFolder({}) });
  expect(await ids('a')).toEqual([]);
});

test('a unit whose record has gone since the directory was read is a hit without a unit', async () => {
  const gone = (source: RowSource): RowSource => ({
    ...source,
    select: async (selection, signal) =>
      (await source.select(selection, signal)).filter(({ id_rec }) => !selection.keys || id_rec !== 'U2'),
  });
  await start({ around: gone });
  const { data } = await gateway.ask('{ searchWells(text: "smith federal") { hits { unit { idRec timezone } } } }');
  expect(data.searchWells.hits.map((hit: any) => hit.unit?.idRec)).toEqual([undefined, 'U1']);
});

test('a store that is down costs the search and nothing else, and is asked again', async () => {
  let fails = 1;
  const failing = (source: RowSource): RowSource => ({
    ...source,
    select: (selection, signal) =>
      selection.label.includes('directory') && fails-- > 0
        ? Promise.reject(new SourceUnavailable('PRODVIEW', new Error('refused')))
        : source.select(selection, signal),
  });
  await start({ around: failing });
  const query = '{ searchWells(text: "smith") { matched } units(first: 1) { nodes { idRec } } }';
  const { data, errors } = await gateway.ask(query);
  expect(data).toMatchObject({ searchWells: null, units: { nodes: [{}] } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', source: 'PRODVIEW', retryable: true });
  expect((await gateway.ask(query)).data.searchWells).toEqual({ matched: 3 });
});

test("a directory that does not come in time is the request's own SOURCE_TIMEOUT", async () => {
  const hanging = (source: RowSource): RowSource => ({
    ...source,
    select: (_, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  });
  await start({ around: hanging, env: { REQUEST_TIMEOUT_MS: '200' } });
  const { data, errors } = await gateway.ask('{ searchWells(text: "smith") { matched } }');
  expect(data.searchWells).toBeNull();
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'SOURCE_TIMEOUT', source: 'PRODVIEW' });
});

test('more units than a statement may bring are said so, by name of the limit', async () => {
  await start({
    env: { MAX_ROWS: '1000' },
    folder: writeFolder({
      stg_prodview__units: Array.from({ length: 1001 }, (_, unit) => well(`U${unit}`, { unit_name: `W ${unit}` })),
    }),
  });
  const { errors } = await gateway.ask('{ searchWells(text: "w") { matched } }');
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 1000 });
});
