import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../src/command-line.js';
import { type Answer, type RunningGateway, startGateway } from '../support/gateway.js';
import { signingKey, tokenOf } from '../support/issuer.js';
import { jsonFile } from '../support/json-file.js';
import { socketClient } from '../support/live.js';
import { servedSchema } from '../support/sdl.js';

const TOUR = fileURLToPath(new URL('../../web/tour', import.meta.url));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const command = (...args: string[]) =>
  runCommand('documents', args, { HOST: '127.0.0.1', PORT: 1, schema: servedSchema });

/** A folder with these files. */
function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const COUNT = 'query Count {\n  networks {\n    totalCount\n  }\n}';
const known = folderOf({
  'count.graphql': '# How many\nquery Count { networks { totalCount } }',
  'labels.graphql': 'query Labels($first: Int) { units(first: $first) { nodes { ...Label } } }',
  'parts.graphql': 'fragment Label on Unit { label }\nfragment Unused on Unit { idRec }',
});
const manifest = JSON.parse(await command(known));
const key = await signingKey('one', 'ES256');
const AUTH = {
  AUTH_ISSUER: 'https://issuer.example.com/',
  AUTH_AUDIENCE: 'https://wellgraph.example.com',
  AUTH_KEYS_FILE: jsonFile({ keys: [key.publicJwk] }),
};
const bearer = async (role: string) => ({ authorization: `Bearer ${await tokenOf(key, { role })}` });

async function post(gateway: RunningGateway, body: object, headers: object = {}): Promise<Answer> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) } as Answer;
}
const apq = (text: string, hash = sha256(text)) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
});
const code = ({ errors }: Answer) => errors?.[0]?.extensions.code;

describe('wellgraph documents', () => {
  test('writes the operations of a folder, each with the fragments it needs, under the hash of its text', () => {
    expect(manifest).toMatchObject({ format: 'apollo-persisted-query-manifest', version: 1 });
    expect(manifest.operations.map(({ name, type }: any) => [name, type])).toEqual([
      ['Count', 'query'],
      ['Labels', 'query'],
    ]);
    for (const { id, body } of manifest.operations) expect(id).toBe(sha256(body));
    expect(manifest.operations[0].body).toBe(COUNT);
    expect(manifest.operations[1].body).toContain('fragment Label');
    expect(manifest.operations[1].body).not.toContain('Unused');
  });

  test('takes the whole tour, into a file', async () => {
    const out = join(folderOf({}), 'manifest.json');
    expect(await command(TOUR, '--out', out)).toMatch(/manifest\.json: \d+ operations\n$/);
    expect(JSON.parse(readFileSync(out, 'utf8')).operations.length).toBeGreaterThan(15);
  });

  test('names every mistake with its file', async () => {
    const folder = folderOf({
      'a.graphql': 'query A { networks { nope } }',
      'b.graphql': 'query B { unitz { totalCount } }',
    });
    await expect(command(folder)).rejects.toThrow(/a\.graphql: .*nope[\s\S]*b\.graphql: .*unitz/);
    await expect(command(folderOf({ 'a.graphql': '{ networks { totalCount } }' }))).rejects.toThrow(/without a name/);
    await expect(command(folderOf({ 'a.graphql': 'query A {' }))).rejects.toThrow(/a\.graphql: Syntax Error/);
    await expect(command(folderOf({ 'a.graphql': COUNT, 'b.graphql': COUNT }))).rejects.toThrow(
      'b.graphql: the operation Count is in a.graphql too',
    );
    await expect(command(folderOf({ 'a.graphql': 'type A { b: Int }' }))).rejects.toThrow(/more than operations/);
    await expect(command(folderOf({}))).rejects.toThrow(/no \.graphql file/);
    await expect(command()).rejects.toThrow(/folder of the \.graphql files is missing/);
  });
});

describe('a manifest is held against its hashes and the schema at start', () => {
  const start = (operations: unknown) =>
    startGateway({
      env: { TRUSTED_DOCUMENTS: 'only', TRUSTED_DOCUMENTS_FILE: jsonFile({ ...manifest, operations }) },
    });
  const one = (body: string, name = 'Count', id = sha256(body)) => [{ id, name, type: 'query', body }];

  test.each([
    ['a text that was changed', one(COUNT, 'Count', sha256('other')), /Count: the id is not the SHA-256 of the body/],
    ['a field that went', one('query Count { nope }'), /Count: .*nope/],
    ['what is no GraphQL', one('query Count {'), /Count: Syntax Error/],
    ['another name', one(COUNT, 'Other'), /not just the query of that name/],
    ['two operations', one(`${COUNT} query B { networks { totalCount } }`), /not just the query/],
    ['an id twice', [...one(COUNT), ...one(COUNT)], /an id is there twice/],
    ['no list', 'all', /operations/],
  ])('%s', (_, operations, fault) => expect(start(operations)).rejects.toThrow(fault));
});

describe('TRUSTED_DOCUMENTS=only', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    const env = { ...AUTH, TRUSTED_DOCUMENTS: 'only', TRUSTED_DOCUMENTS_FILE: jsonFile(manifest) };
    gateway = await startGateway({ env });
  });
  afterAll(() => gateway.close());
  const [count, labels] = manifest.operations;

  test("answers by Apollo's hash and by Relay's id, in the body and in the address", async () => {
    const as = await bearer('viewer');
    expect((await post(gateway, apq('', count.id), as)).data.networks.totalCount).toBeGreaterThan(0);
    expect((await post(gateway, { documentId: count.id }, as)).data.networks.totalCount).toBeGreaterThan(0);
    expect((await post(gateway, { documentId: `sha256:${count.id}` }, as)).status).toBe(200);
    const page = await post(gateway, { documentId: labels.id, variables: { first: 2 } }, as);
    expect(page.data.units.nodes.length).toBeGreaterThan(0);
    const headers = { ...as, 'apollo-require-preflight': '1' };
    const got = await fetch(`${gateway.url}/graphql?documentId=${count.id}`, { headers });
    expect(await got.json()).toHaveProperty('data.networks');
  });

  test('answers a known text, however it is laid out', async () =>
    expect((await gateway.ask('query Count{networks{totalCount}}', {}, await bearer('viewer'))).status).toBe(200));

  test.each([
    ['a text that is not known', { query: '{ networks { totalCount } }' }],
    ['a wrong one, without a word of what is wrong', { query: '{ networkz }' }],
    ['no GraphQL at all', { query: '{' }],
    ['one that is registered on the way', { query: '{ __typename }', ...apq('{ __typename }') }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['a known one with more to it', { query: `${COUNT} query More { __typename }`, operationName: 'Count' }],
  ])('refuses %s, even to an admin', async (_, body) => {
    gateway.prodview.statements();
    const answer = await post(gateway, body, await bearer('admin'));
    expect([answer.status, code(answer)]).toEqual([403, 'FORBIDDEN']);
    expect(answer.errors?.[0]?.message).toBe('This gateway answers known documents only');
    expect(gateway.prodview.statements()).toEqual([]);
  });

  test('over a socket too', async () => {
    const { client, ask } = socketClient(gateway.url, await bearer('viewer'));
    expect((await ask('', { documentId: count.id })).data.networks.totalCount).toBeGreaterThan(0);
    expect((await ask('', apq('', count.id))).data.networks.totalCount).toBeGreaterThan(0);
    await expect(ask('{ __typename }')).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await client.dispose();
  });

  test('an unknown hash is not found, and its refused text was not kept', async () => {
    const as = await bearer('admin');
    for (const id of [sha256('{ __typename }'), 'constructor', '../count'])
      expect(code(await post(gateway, apq('', id), as))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

describe('TRUSTED_DOCUMENTS=allow', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    const env = { ...AUTH, TRUSTED_DOCUMENTS: 'allow', TRUSTED_DOCUMENTS_FILE: jsonFile(manifest) };
    gateway = await startGateway({ env });
  });
  afterAll(() => gateway.close());
  const OWN = 'query Own { networks { totalCount } }';

  test('known documents for everybody, others by permission', async () => {
    expect((await gateway.ask(COUNT, {}, await bearer('foreman'))).status).toBe(200);
    expect((await gateway.ask(OWN, {}, await bearer('engineer'))).status).toBe(200);
    const refused = await gateway.ask(OWN, {}, await bearer('foreman'));
    expect([refused.status, code(refused)]).toEqual([403, 'FORBIDDEN']);
    expect(refused.errors?.[0]?.message).toContain('documents:any');
  });

  test('what one person registered is not answered to another without the permission', async () => {
    expect((await post(gateway, { query: OWN, ...apq(OWN) }, await bearer('engineer'))).status).toBe(200);
    expect((await post(gateway, apq(OWN), await bearer('engineer'))).status).toBe(200);
    const refused = await post(gateway, apq(OWN), await bearer('foreman'));
    expect([refused.status, code(refused)]).toEqual([403, 'FORBIDDEN']);
  });
});

describe('automatic persisted queries', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ env: { PERSISTED_QUERIES_KB: '1' } });
  });
  afterAll(() => gateway.close());
  const OWN = 'query Own { networks { totalCount } }';

  test('as clients do it: the hash, not found, hash and text, the hash', async () => {
    expect(code(await post(gateway, apq(OWN)))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await post(gateway, { query: OWN, ...apq(OWN) })).status).toBe(200);
    expect((await post(gateway, apq(OWN))).data.networks.totalCount).toBeGreaterThan(0);
  });

  test('a hash of another text, another version and a malformed hash are refused, and nothing is kept', async () => {
    const other = sha256('{ units { totalCount } }');
    const answer = await post(gateway, { query: OWN, ...apq(OWN, other) });
    expect([answer.status, code(answer)]).toEqual([400, 'BAD_USER_INPUT']);
    expect(answer.errors?.[0]?.extensions.argument).toBe('extensions.persistedQuery.sha256Hash');
    expect(code(await post(gateway, apq('', other)))).toBe('PERSISTED_QUERY_NOT_FOUND');
    for (const persistedQuery of [
      { version: 2, sha256Hash: sha256(OWN) },
      { version: 1 },
      { version: 1, sha256Hash: 7 },
      'x',
    ]) {
      const wrong = await post(gateway, { query: OWN, extensions: { persistedQuery } });
      expect([wrong.status, code(wrong)], JSON.stringify(persistedQuery)).toEqual([400, 'BAD_USER_INPUT']);
    }
  });

  test('texts beyond the bound push out the least used', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `query Q${n} { networks { totalCount } }`);
    for (const text of texts) expect((await post(gateway, { query: text, ...apq(text) })).status).toBe(200);
    expect(code(await post(gateway, apq(texts[0] ?? '')))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await post(gateway, apq(texts[19] ?? ''))).status).toBe(200);
  });

  test('a text that is wrong is not kept', async () => {
    const wrong = '{ nope }';
    expect(code(await post(gateway, { query: wrong, ...apq(wrong) }))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(code(await post(gateway, apq(wrong)))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('PERSISTED_QUERIES_KB=0 turns them off', async () => {
    const off = await startGateway({ env: { PERSISTED_QUERIES_KB: '0' } });
    expect(code(await post(off, apq(OWN)))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    await off.close();
  });
});
