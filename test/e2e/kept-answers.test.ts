import { afterEach, expect, test } from 'vitest';
import type { RowSource } from '../../src/sources/row-source.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { newApiKey } from '../../src/auth/api-keys.js';
import { jsonFile } from '../support/json-file.js';

let gateway: RunningGateway;
afterEach(() => gateway.close());

const [all, one] = [newApiKey('all', 'admin'), newApiKey('one', 'viewer')];
const API_KEYS_FILE = jsonFile([all.entry, { ...one.entry, scope: { networks: ['US-GULF-MC'] } }]);
const as = ({ key }: { readonly key: string }) => ({ 'x-api-key': key });
const UNITS = '{ units(first: 500) { totalCount nodes { idRec unitName } } }';
const NAMES = '{ units(first: 5) { nodes { idRec audit { createdBy } } } }';

let word: string | undefined = 'first';
const changing = (source: RowSource): RowSource => ({ ...source, changeOf: async () => word });
const start = (env: Record<string, string> = {}) =>
  startGateway({ env: { API_KEYS_FILE, ...env }, around: changing, keepsAnswers: true });
const statements = () => gateway.prodview.statements().length;

test('the same question of the same viewer is answered again without a statement, until something changes', async () => {
  gateway = await start();
  const first = await gateway.ask(UNITS, {}, as(all));
  expect([first.errors, statements() > 0]).toEqual([undefined, true]);
  const again = await gateway.ask(UNITS, {}, as(all));
  expect([again.data, again.status, statements()]).toEqual([first.data, 200, 0]);
  expect(gateway.logged.some((line) => JSON.parse(line).kept === true)).toBe(true);
  word = 'second';
  expect((await gateway.ask(UNITS, {}, as(all))).data).toEqual(first.data);
  expect(statements()).toBeGreaterThan(0);
  word = undefined; // a store that cannot say just now
  await gateway.ask(UNITS, {}, as(all));
  expect(statements()).toBeGreaterThan(0);
  word = 'first';
});

test('another viewer is never sent it', async () => {
  gateway = await start();
  const [wide, narrow] = [await gateway.ask(UNITS, {}, as(all)), await gateway.ask(UNITS, {}, as(one))];
  expect(narrow.data.units.totalCount).toBeLessThan(wide.data.units.totalCount);
  statements();
  expect((await gateway.ask(UNITS, {}, as(one))).data).toEqual(narrow.data);
  expect((await gateway.ask(UNITS, {}, as(all))).data).toEqual(wide.data);
  expect(statements()).toBe(0);
});

test.each([
  ['names of people', NAMES, {}],
  ['a search, which says of when it is', '{ searchWells(text: "a") { asOf matched } }', {}],
  ['an error', '{ units(first: 5, after: "x") { nodes { idRec } } }', {}],
  ['what was asked with a report', UNITS, { 'x-report': '1' }],
])('%s are not kept', async (_what, query, headers) => {
  gateway = await start();
  await gateway.ask(query, {}, { ...as(all), ...headers });
  const asked = gateway.logged.length;
  await gateway.ask(query, {}, { ...as(all), ...headers });
  expect(gateway.logged.slice(asked).some((line) => JSON.parse(line).kept === true)).toBe(false);
});

test('other variables and another operation are other questions', async () => {
  gateway = await start();
  const query = 'query ($first: Int!) { units(first: $first) { nodes { idRec } } }';
  expect((await gateway.ask(query, { first: 2 }, as(all))).data.units.nodes).toHaveLength(2);
  expect((await gateway.ask(query, { first: 3 }, as(all))).data.units.nodes).toHaveLength(3);
});

test('who asks by GET is told with 304 that nothing changed', async () => {
  gateway = await start();
  const url = `${gateway.url}/graphql?query=${encodeURIComponent(UNITS)}`;
  const get = (headers: Record<string, string> = {}) =>
    fetch(url, { headers: { ...as(all), 'apollo-require-preflight': '1', ...headers } });
  const tag = (await get()).headers.get('etag') ?? '';
  expect(tag).not.toBe('');
  const same = await get({ 'if-none-match': tag });
  expect([same.status, await same.text()]).toEqual([304, '']);
  expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
  // Another site's page, which cannot set the header, is refused as before.
  expect((await fetch(url, { headers: as(all) })).status).toBe(400);
});

test('none is kept where the setting says so', async () => {
  gateway = await start({ ANSWER_CACHE_MB: '0' });
  await gateway.ask(UNITS, {}, as(all));
  statements();
  await gateway.ask(UNITS, {}, as(all));
  expect(statements()).toBeGreaterThan(0);
});
