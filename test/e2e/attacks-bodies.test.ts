import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Attacked,
  type Attacker,
  expectRefusal,
  HINT,
  startAttacked,
  whileOthersAsk,
} from '../support/attacked.js';
import { BODIES, POLLUTING } from '../support/attacks.js';
import { rawRequest } from '../support/raw-request.js';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await startAttacked();
});
afterAll(() => attacked.close());
const each = (at: number): Attacker => attacked.attackers[at] as Attacker;

const JSON_TYPE = { 'content-type': 'application/json' };
describe.each([0, 1, 2])('attacker %i', (at) => {
  test.each(BODIES)('%s', async (_, body, status, codes) => {
    const { gateway, headers } = each(at);
    const sent = { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body };
    const answer = await whileOthersAsk(each(at), () => fetch(`${gateway.url}/graphql`, sent));
    expect(answer.status).toBe(status);
    const told = (await answer.json()) as { data?: any; errors?: any };
    if (codes.length > 0) expectRefusal({ status, ...told } as never, codes);
    else expect(told.errors).toBeUndefined();
  });

  test('a thousand times the same key: the last counts, and nothing is merged', async () => {
    const { gateway, headers } = each(at);
    const body = `{"query":"{ secret }",${'"variables":{"a":1},'.repeat(1_000)}"query":"{ __typename }"}`;
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body,
    });
    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('names that objects inherit change nothing', () => {
  test.each(POLLUTING)('%s', async (body) => {
    for (const { gateway, headers } of attacked.attackers) {
      const sent = { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body };
      const answer = await fetch(`${gateway.url}/graphql`, sent);
      expect(answer.status).toBeLessThan(500);
      const text = await answer.text();
      expect(text).not.toMatch(HINT);
      expect(text).not.toMatch(/polluted"?:|INTERNAL|native code/);
      expect(({} as any).polluted).toBeUndefined();
      expect(Object.keys(Object.prototype)).toEqual([]);
    }
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s as a value is a value like any other',
    async (text) => {
      const { data, errors } = await attacked.admin.ask(
        'query ($text: String!, $where: UnitWhere) { unitByApi(api10: $text) { idRec } units(where: $where) { totalCount } searchWells(text: $text) { matched } }',
        { text, where: { unitName: { eq: text } } },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({ unitByApi: null, units: { totalCount: 0 }, searchWells: { matched: 0 } });
      const id = Buffer.from(JSON.stringify([text, 'x'])).toString('base64url');
      expectRefusal(await attacked.admin.ask('query ($id: ID!) { node(id: $id) { id } }', { id }), ['BAD_USER_INPUT']);
    },
  );
});

describe('what a page of another origin can send without asking is refused', () => {
  const QUERY = '{"query":"{ units { totalCount } }"}';
  const FORM = 'query=%7B+units+%7B+totalCount+%7D+%7D';
  const origin = 'https://evil.example.com';
  test.each<[string, string, Record<string, string>, string | undefined, number]>([
    ['a form', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, FORM, 415],
    ['plain text', 'POST', { 'content-type': 'text/plain' }, QUERY, 415],
    [
      'a form with files',
      'POST',
      { 'content-type': 'multipart/form-data; boundary=x' },
      `--x\r\n\r\n${QUERY}\r\n--x--`,
      415,
    ],
    ['a type of two', 'POST', { 'content-type': 'text/plain, application/json' }, QUERY, 415],
    ['JSON as a parameter of text', 'POST', { 'content-type': 'text/plain; application/json' }, QUERY, 415],
    ['no type', 'POST', {}, QUERY, 415],
    ['a simple GET', 'GET', {}, undefined, 400],
    ['a GET that says it is text', 'GET', { 'content-type': 'text/plain' }, undefined, 400],
  ])('%s', async (_, method, headers, body, status) => {
    for (const attacker of attacked.attackers) {
      const url = `${attacker.gateway.url}/graphql${method === 'GET' ? `?${FORM}` : ''}`;
      attacker.gateway.prodview.statements();
      const sent = { method, headers: { origin, ...attacker.headers, ...headers }, ...(body && { body }) };
      const answer = await rawRequest(url, sent);
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([status, undefined]);
      expect(JSON.parse(answer.text).errors[0].extensions.code).toBe('BAD_USER_INPUT');
      expect(answer.text).not.toMatch(/"data"|FST_/);
      expect(attacker.gateway.prodview.statements()).toEqual([]);
    }
  });
});

describe('what comes packed or too large is not read', () => {
  test('a packed body that would unpack to 100 MB', async () => {
    const body = gzipSync(Buffer.alloc(100_000_000, ' '));
    for (const attacker of attacked.attackers) {
      const headers = { ...JSON_TYPE, 'content-encoding': 'gzip', ...attacker.headers };
      const answer = await whileOthersAsk(attacker, () =>
        fetch(`${attacker.gateway.url}/graphql`, { method: 'POST', headers, body }),
      );
      expect(answer.status).toBe(415);
    }
  });

  test.each(['x-padding', 'x-request-id', 'authorization', 'x-api-key', 'cookie'])(
    'a header %s of 64 kB',
    async (name) => {
      const { gateway } = each(0);
      const answer = await whileOthersAsk(each(0), () =>
        rawRequest(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { ...JSON_TYPE, [name]: 'x'.repeat(65_536) },
          body: '{}',
        }),
      );
      expect(answer.status).toBe(431);
      expect(answer.text).not.toMatch(HINT);
    },
  );

  test('an address of 15 kB', async () => {
    const { gateway } = each(0);
    const answer = await rawRequest(`${gateway.url}/graphql?query=${'%7B'.repeat(5_000)}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});

/** A connection that sends a little and then no more; resolves to what it was told when it is closed. */
function slow(url: string, start: string, drip: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(start));
    const dripping = setInterval(() => socket.writable && socket.write(drip), 1_000);
    let told = '';
    socket.on('data', (chunk) => {
      told += String(chunk);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(dripping);
      resolve(told);
    });
  });
}

test('headers and bodies that trickle in are cut off, and nobody else waits for them', async () => {
  const { gateway } = each(0);
  const head = 'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n';
  const body = `${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":`;
  const told = await whileOthersAsk(each(0), () =>
    Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        n % 2 ? slow(gateway.url, head, 'x-more: x\r\n') : slow(gateway.url, body, ' '),
      ),
    ),
  );
  for (const answer of told) expect(answer).toMatch(/^(HTTP\/1\.1 (408|400) |$)/);
}, 60_000);
