import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { badAlgorithms, badClaims, badForms, badKeys } from '../support/forgeries.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { AUDIENCE, ISSUER, signingKey, startIssuer, tokenOf } from '../support/issuer.js';
import { jsonFile } from '../support/json-file.js';
import { rawSocket, refusedUpgrade, socketClient } from '../support/live.js';

const rsa = await signingKey('rsa');
const elliptic = await signingKey('elliptic', 'ES256');
const rsa384 = await signingKey('rsa384', 'RS384');
const stranger = await signingKey('rsa');
const elsewhere = await startIssuer(stranger);
const machine = newApiKey('historian', 'gis');
const AUTH = {
  AUTH_ISSUER: ISSUER,
  AUTH_AUDIENCE: AUDIENCE,
  AUTH_KEYS_FILE: jsonFile({ keys: [rsa.publicJwk, elliptic.publicJwk, rsa384.publicJwk] }),
  API_KEYS_FILE: jsonFile([{ ...machine.entry, scope: { networks: ['US-GULF-MC'] } }]),
};
const COUNT = '{ networks { totalCount } }';
const bearer = async (changed: object = {}) => `Bearer ${await tokenOf(rsa, { ...changed })}`;
const DEEP = `{ units { nodes { ${'completions { nodes { unit { '.repeat(8)}idRec${' } } }'.repeat(8)} } } }`;
const isAck = ({ type }: any) => type === 'connection_ack';

describe('a socket', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ env: AUTH });
  });
  afterAll(async () => {
    await gateway.close();
    await elsewhere.close();
  });

  test('answers what HTTP answers, by a token in the first message or in the header, or by an API key', async () => {
    const authorization = await bearer();
    const http = await gateway.ask(COUNT, {}, { authorization });
    const clients = [
      socketClient(gateway.url, { authorization }),
      socketClient(gateway.url, {}, { headers: { authorization } }),
      socketClient(gateway.url, { 'x-api-key': machine.key }),
    ];
    for (const { client, ask } of clients) {
      expect((await ask(COUNT)).data).toEqual(http.data);
      await client.dispose();
    }
  });

  test('scope, variables, operation names and the report are those of HTTP', async () => {
    const nobody = socketClient(gateway.url, { authorization: await bearer({ networks: undefined }) });
    expect((await nobody.ask(COUNT)).data.networks.totalCount).toBe(0);
    await nobody.client.dispose();
    const { client, ask } = socketClient(gateway.url, { authorization: await bearer() });
    const query = 'query A { __typename } query B($n: Int) { units(first: $n) { nodes { idRec } } }';
    const answer = await ask(query, { operationName: 'B', variables: { n: 2 }, extensions: { report: true } });
    expect(answer.data.units.nodes).toEqual([{ idRec: expect.any(String) }, { idRec: expect.any(String) }]);
    expect(answer.extensions.report.sources.PRODVIEW.statements).toBe(1);
    await client.dispose();
  });

  test.each([
    ['no GraphQL', '{', 'GRAPHQL_PARSE_FAILED'],
    ['a field that is none', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['too deep', DEEP, 'LIMIT_EXCEEDED'],
    ['a value that cannot be used', '{ units(first: 5000) { totalCount } }', 'BAD_USER_INPUT'],
    ['nothing', '', 'BAD_USER_INPUT'],
  ])('refuses as HTTP does: %s', async (_, query, code) => {
    const { client, ask } = socketClient(gateway.url, { authorization: await bearer() });
    const seen = await ask(query).then(
      ({ errors }) => errors,
      (errors) => errors,
    );
    expect(seen[0].extensions).toMatchObject({ code, requestId: expect.any(String) });
    await client.dispose();
  });

  test('permissions hold: a lease operator does not see the schema', async () => {
    const { client, ask } = socketClient(gateway.url, { authorization: await bearer({ role: 'leaseOperator' }) });
    await expect(ask('{ __schema { queryType { name } } }')).rejects.toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    const [wrong] = await ask('{ networkz { totalCount } }').catch((errors) => errors);
    expect(wrong.message).toBe('Cannot query field "networkz" on type "Query".');
    await client.dispose();
  });

  const keys = { rsa, elliptic, rsa384, stranger, elsewhere: () => elsewhere.jwksUrl };
  test.each([...badClaims(keys), ...badAlgorithms(keys), ...badKeys(keys), ...badForms(keys)])(
    'with %s is closed with one code and no hint',
    async (_, forge, reason) => {
      gateway.logged.splice(0);
      gateway.prodview.statements();
      const { closed } = socketClient(gateway.url, { authorization: `Bearer ${await forge()}` });
      expect(await closed).toMatchObject({ code: 4403, reason: 'Forbidden' });
      expect(
        gateway.logged.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'identity refused').reason,
      ).toMatch(reason);
      expect(gateway.prodview.statements()).toEqual([]);
    },
  );

  test.each([
    ['no identity', {}],
    ['a role that is none of ours', { role: 'owner' }],
    ['a token and a key', { 'x-api-key': machine.key }],
    ['a header that is no text', { authorization: 7 }],
  ])('with %s is closed with the same code', async (name, more) => {
    const token = name === 'no identity' ? {} : { authorization: await bearer('role' in more ? more : {}) };
    const { closed } = socketClient(gateway.url, 'role' in more ? token : { ...token, ...more });
    expect(await closed).toMatchObject({ code: 4403, reason: 'Forbidden' });
  });

  test('is closed when its token ends, whatever it is doing', async () => {
    const exp = Math.floor(Date.now() / 1000) + 1;
    const { ask, closed } = socketClient(gateway.url, { authorization: await bearer({ exp }) });
    expect((await ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
    expect(await closed).toMatchObject({ code: 4403 });
  });

  test('asks nothing before it has said who asks', async () => {
    const { send, closed } = await rawSocket(gateway.url);
    send({ id: '1', type: 'subscribe', payload: { query: COUNT } });
    expect((await closed).code).toBe(4401);
  });

  test.each([
    ['a message that is too large', `{"type":"ping","payload":{"a":"${'x'.repeat(70_000)}"}}`, 1009],
    ['what is no JSON', 'hello', 4400],
    ['a message of no kind', '{"type":"drop"}', 4400],
    ['two greetings', '{"type":"connection_init"}', 4429],
  ])('is closed by %s', async (_, message, code) => {
    const { send, closed, until } = await rawSocket(gateway.url, { headers: { authorization: await bearer() } });
    send({ type: 'connection_init' });
    await until(isAck);
    send(message);
    expect((await closed).code).toBe(code);
  });

  test('speaks one protocol only', () =>
    expect(rawSocket(gateway.url, {}, 'graphql-ws')).rejects.toThrow(/subprotocol/));

  test('has at most 50 operations at a time', async () => {
    const { send, until, messages, socket } = await rawSocket(gateway.url, {
      headers: { authorization: await bearer() },
    });
    send({ type: 'connection_init' });
    await until(isAck);
    for (let id = 0; id < 51; id++) send({ id: `${id}`, type: 'subscribe', payload: { query: COUNT } });
    const refused = await until(({ type }) => type === 'error');
    expect(refused).toMatchObject({ id: '50', payload: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 50 } }] });
    await until(() => messages.filter(({ type }) => type === 'complete').length === 50);
    send({ id: 'again', type: 'subscribe', payload: { query: COUNT } });
    expect(await until(({ id, type }) => id === 'again' && type === 'next')).toHaveProperty('payload.data.networks');
    socket.close();
  });

  test('at another address is nothing', async () => {
    const { status, body } = await refusedUpgrade(`${gateway.url}/other`, {
      headers: { authorization: await bearer() },
    });
    expect([status, body.errors[0].extensions.code]).toEqual([404, 'BAD_USER_INPUT']);
  });
});

describe('pages of other origins', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ env: { CORS_ORIGINS: 'https://portal.example.com' } });
  });
  afterAll(() => gateway.close());

  test.each(['https://evil.example.com', 'null', 'http://127.0.0.1:1', 'https://portal.example.com.evil.com'])(
    '%s opens no socket',
    async (origin) => {
      const { status, body } = await refusedUpgrade(gateway.url, { origin });
      expect([status, body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
    },
  );

  test("a listed origin, the server's own pages and what is no page do", async () => {
    for (const options of [{ origin: 'https://portal.example.com' }, { origin: gateway.url }, {}]) {
      const { client, ask } = socketClient(gateway.url, {}, options);
      expect((await ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
      await client.dispose();
    }
  });

  test('a name of their own that points here does not make them local', async () => {
    const headers = { host: 'evil.example.com' };
    const { closed } = socketClient(gateway.url, {}, { headers, origin: 'http://evil.example.com' });
    expect((await closed).code).toBe(4403);
  });
});

describe('limits', () => {
  let gateway: RunningGateway;
  afterEach(() => gateway.close());

  test('operations count towards the rate of the identity', async () => {
    gateway = await startGateway({ env: { RATE_PER_MINUTE: '3' } });
    const { client, ask } = socketClient(gateway.url);
    await ask('{ __typename }'); // opening the socket counted as one
    await ask('{ __typename }');
    await expect(ask('{ __typename }')).rejects.toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryable: true } },
    ]);
    expect((await gateway.ask('{ __typename }')).status).toBe(429);
    await client.dispose();
  });

  test('of sockets of one identity, and of all', async () => {
    gateway = await startGateway({ env: { SOCKETS_PER_IDENTITY: '2', SOCKETS: '3' } });
    const [one, two] = [socketClient(gateway.url), socketClient(gateway.url)];
    await Promise.all([one.ask('{ __typename }'), two.ask('{ __typename }')]);
    expect((await socketClient(gateway.url).closed).code).toBe(1013);
    const silent = await rawSocket(gateway.url);
    expect((await refusedUpgrade(gateway.url)).status).toBe(429);
    silent.socket.terminate();
    await one.client.dispose();
    await one.closed;
    const next = socketClient(gateway.url);
    expect((await next.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
    await next.client.dispose();
    await two.client.dispose();
  });

  test('LIVE=off opens none', async () => {
    gateway = await startGateway({ env: { LIVE: 'off' } });
    await expect(rawSocket(gateway.url)).rejects.toThrow(/Unexpected server response/);
  });
});

describe('a store that waits', () => {
  let gateway: RunningGateway;
  afterEach(() => gateway.close());
  let release: () => void;
  let asked: Promise<void>;
  let stopped: Promise<void>;
  const waiting = (source: RowSource): RowSource => {
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let tellAsked: () => void;
    let tellStopped: () => void;
    asked = new Promise((resolve) => {
      tellAsked = resolve;
    });
    stopped = new Promise((resolve) => {
      tellStopped = resolve;
    });
    return {
      ...source,
      aggregate: async (aggregation, signal) => {
        signal?.addEventListener('abort', () => tellStopped());
        tellAsked();
        await gate;
        return source.aggregate(aggregation, signal);
      },
    };
  };

  test('a stop answers what is being worked out, then closes with 1001', async () => {
    gateway = await startGateway({ around: waiting });
    const { ask, closed } = socketClient(gateway.url);
    const idle = socketClient(gateway.url);
    await idle.ask('{ __typename }');
    const answer = ask(COUNT);
    await asked;
    const stopping = gateway.close();
    release();
    expect((await answer).data.networks.totalCount).toBeGreaterThan(0);
    expect(await closed).toMatchObject({ code: 1001, reason: 'Going away' });
    expect((await idle.closed).code).toBe(1001);
    await stopping;
  });

  test('a client that leaves, or no longer wants the answer, stops the statement', async () => {
    for (const leave of ['terminate', 'complete'] as const) {
      gateway = await startGateway({ around: waiting });
      const { socket, send, until } = await rawSocket(gateway.url);
      send({ type: 'connection_init' });
      await until(isAck);
      send({ id: '1', type: 'subscribe', payload: { query: COUNT } });
      await asked;
      if (leave === 'terminate') socket.terminate();
      else send({ id: '1', type: 'complete' });
      await stopped;
      release();
      socket.terminate();
      if (leave === 'terminate') await gateway.close();
    }
  });
});
