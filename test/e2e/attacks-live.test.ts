import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Attacked,
  type Attacker,
  expectRefusal,
  HINT,
  NETWORK,
  startAttacked,
  statementsOf,
  whileOthersAsk,
} from '../support/attacked.js';
import { ASKED, BODIES, DEAREST, DOCUMENTS, nested, POLLUTING, TEXTS, UNFIT } from '../support/attacks.js';
import { rawSocket } from '../support/live.js';
import { LIVE, overHttp, type Told } from '../support/transports.js';

// What is tried over HTTP, tried over WebSocket and server-sent events: refused with the same codes, while others are answered.

let attacked: Attacked;
beforeAll(async () => {
  attacked = await startAttacked();
});
afterAll(() => attacked.close());

const MESSAGE = 64 * 1024;
const codesOf = ({ errors }: Pick<Told, 'errors'>) => errors?.map(({ extensions }: any) => extensions.code);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A socket has one more way to refuse what is too large or no message at all. */
const isClosed = ({ closed }: Told, body: string, byForm: boolean) => {
  if (closed === undefined) return false;
  expect(closed).toBe(body.length > MESSAGE - 50 ? 1009 : 4400);
  expect(body.length > MESSAGE - 50 || byForm).toBe(true);
  return true;
};

describe.each(LIVE)('over %s', (name, send) => {
  const each = async (attack: (attacker: Attacker) => Promise<void>) => {
    for (const attacker of attacked.attackers) await attack(attacker);
  };

  test.each(DOCUMENTS)('%s', async (_, document, codes) => {
    const body = JSON.stringify({ query: document });
    await each(async (attacker) => {
      const http = await overHttp(attacker, body);
      attacker.gateway.prodview.statements();
      const told = await whileOthersAsk(attacker, () => send(attacker, body));
      expect(statementsOf(attacker)).toEqual([]);
      if (isClosed(told, body, false)) return;
      if (codes[0] === 'RUN') return void expect(told.errors).toBeUndefined();
      expectRefusal(told, codes);
      expect(codesOf(told)).toEqual(codesOf(http));
    });
  });

  test('fifty at once of each of the dearest to refuse', async () => {
    const [attacker] = attacked.attackers.slice(1);
    if (!attacker) throw new Error('no attacker');
    for (const query of DEAREST) {
      const all = Array.from({ length: 15 }, () => send(attacker, JSON.stringify({ query })));
      for (const told of await whileOthersAsk(attacker, () => Promise.all(all)))
        expectRefusal(told, ['LIMIT_EXCEEDED']);
    }
  });

  test.each(BODIES)('%s', async (_, body, _status, codes) => {
    await each(async (attacker) => {
      const told = await whileOthersAsk(attacker, () => send(attacker, body));
      if (isClosed(told, body, codes.includes('BAD_USER_INPUT'))) return;
      if (codes.length > 0) expectRefusal(told, codes);
      else expect(told.errors).toBeUndefined();
    });
  });

  test.each(POLLUTING)('names that objects inherit change nothing: %s', async (body) => {
    await each(async (attacker) => {
      const told = await send(attacker, body);
      expect(JSON.stringify(told)).not.toMatch(HINT);
      expect(JSON.stringify(told)).not.toMatch(/INTERNAL|native code/);
      expect(JSON.stringify(told.data ?? null)).not.toContain('polluted');
      expect(({} as any).polluted).toBeUndefined();
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
  });

  test.each([...TEXTS, ...UNFIT])('%j is text, in filters, searches, ids and cursors', async (text) => {
    const page =
      'query ($after: String) { units(first: 1, after: $after, orderBy: [UNIT_NAME_ASC]) { nodes { idRec } } }';
    const bodies = [
      { query: ASKED, variables: { text, values: [text, "'"] } },
      { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: encoded(['Unit', text, text]) } },
      { query: page, variables: { after: encoded([text]) } },
      { query: 'query ($by: [UnitOrder!]) { units(orderBy: $by) { totalCount } }', variables: { by: [text] } },
    ];
    for (const body of bodies.map((each) => JSON.stringify(each))) {
      const [told, http] = [await send(attacked.admin, body), await overHttp(attacked.admin, body)];
      expect({ data: told.data ?? null, codes: codesOf(told) }).toEqual({
        data: http.data ?? null,
        codes: codesOf(http),
      });
      expect(JSON.stringify(told.errors ?? [])).not.toMatch(HINT);
    }
  });

  test('the schema is not told to a role that may not see it, nor walked in circles by those who may', async () => {
    const [anonymous, viewer, foreman] = attacked.attackers as [Attacker, Attacker, Attacker];
    const ask = (attacker: Attacker, query: string) => send(attacker, JSON.stringify({ query }));
    expectRefusal(await ask(foreman, nested(1)), ['FORBIDDEN']);
    for (const attacker of [anonymous, viewer])
      expectRefusal(await whileOthersAsk(attacker, () => ask(attacker, nested(30))), [
        'LIMIT_EXCEEDED',
        'GRAPHQL_VALIDATION_FAILED',
      ]);
    const wrong = await ask(foreman, '{ unitz { x } }');
    expect(JSON.stringify(wrong.errors)).not.toMatch(/did you mean|"units"/i);
  });

  test("another network's rows are like none, by ids, filters, searches and traces", async () => {
    const others = `{ units(first: 3, where: { idFlownet: { ne: "${NETWORK}" } }) { nodes { id idRec unitName api10 } } }`;
    const { nodes } = (await attacked.admin.ask(others)).data.units;
    const query = `query ($id: ID!, $name: String!, $rec: ID!) {
      node(id: $id) { id } unit(id: $id) { id } trace(from: $id, on: "2024-01-01") { idFlownet }
      units(where: { or: [{ idRec: { eq: $rec } }, { unitName: { eq: $name } }, { idFlownet: { ne: "${NETWORK}" } }] }) {
        totalCount aggregates { count } groups(by: [ID_FLOWNET]) { count } }
      networks(where: { idFlownet: { ne: "${NETWORK}" } }) { totalCount } }`;
    for (const attacker of attacked.attackers.slice(1)) {
      for (const { id, idRec, unitName } of nodes) {
        const told = await send(attacker, JSON.stringify({ query, variables: { id, rec: idRec, name: unitName } }));
        expect(told.errors).toBeUndefined();
        expect(told.data).toEqual({
          node: null,
          unit: null,
          trace: null,
          units: { totalCount: 0, aggregates: { count: 0 }, groups: [] },
          networks: { totalCount: 0 },
        });
      }
    }
    expect(name).toBeTruthy();
  });
});

describe('a socket', () => {
  const one = (): Attacker => attacked.attackers[1] as Attacker;
  const opened = () => rawSocket(one().gateway.url, { headers: one().headers });
  const isAck = ({ type }: any) => type === 'connection_ack';

  test('is closed by a greeting that is too large, and takes one that is deep or tries to be an object of others', async () => {
    const large = await opened();
    large.send(`{"type":"connection_init","payload":{"a":"${'x'.repeat(MESSAGE)}"}}`);
    expect((await whileOthersAsk(one(), () => large.closed)).code).toBe(1009);
    const deep = `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    const polluting =
      '{"__proto__":{"polluted":true,"authorization":"Bearer x"},"constructor":{"prototype":{"polluted":true}}}';
    for (const payload of [deep, polluting]) {
      const { socket, send, until, closed } = await opened();
      send(`{"type":"connection_init","payload":${payload}}`);
      await whileOthersAsk(one(), () => until(isAck));
      socket.terminate();
      await closed;
    }
    expect(({} as any).polluted).toBeUndefined();
  });

  test('that never says who asks is closed, however many there are', async () => {
    const silent = await Promise.all(Array.from({ length: 40 }, opened));
    const ends = await whileOthersAsk(one(), () => Promise.all(silent.map(({ closed }) => closed)));
    expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([4408]));
  }, 30_000);

  test.each(['of the protocol', 'of the socket'])(
    'answers a flood of pings %s, and everybody else',
    async (kind) => {
      const { socket, send, until, messages, closed } = await opened();
      send({ type: 'connection_init' });
      await until(isAck);
      let pongs = 0;
      socket.on('pong', () => {
        pongs += 1;
      });
      const count = 5_000;
      await whileOthersAsk(one(), async () => {
        for (let n = 0; n < count; n++) {
          if (kind === 'of the socket') socket.ping();
          else send('{"type":"ping"}');
        }
        send({ id: 'after', type: 'subscribe', payload: { query: '{ __typename }' } });
        await until(({ id, type }) => id === 'after' && type === 'complete');
      });
      const answered = kind === 'of the socket' ? pongs : messages.filter(({ type }) => type === 'pong').length;
      expect(answered).toBe(count);
      socket.terminate();
      await closed;
    },
    30_000,
  );

  test.each(['of the protocol', 'of the socket'])(
    'whose client sends pings %s and reads no answer is not read either',
    async (kind) => {
      const large = Buffer.from(`{"type":"ping","payload":{"a":"${'x'.repeat(60_000)}"}}`);
      const [opcode, payload] = kind === 'of the socket' ? [0x9, randomBytes(125)] : [0x1, large];
      const taken = await whileOthersAsk(one(), () => deafFlood(one(), opcode, payload, 256 * 1024 * 1024));
      expect(taken).toBeLessThan(64 * 1024 * 1024);
    },
    60_000,
  );
});

/** A frame as a client writes it, with a mask of zeros. */
function frame(opcode: number, payload: Buffer): Buffer {
  const length = payload.length;
  const head = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...head, 0, 0, 0, 0]), payload]);
}

/** Sends frames without reading what comes back, and tells how many bytes were taken before no more were for a while. */
async function deafFlood(
  { gateway, headers }: Attacker,
  opcode: number,
  payload: Buffer,
  most: number,
): Promise<number> {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const key = randomBytes(16).toString('base64');
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `GET /graphql HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\nsec-websocket-protocol: graphql-transport-ws\r\n${own.join('')}\r\n`,
  );
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  socket.write(frame(0x1, Buffer.from('{"type":"connection_init"}')));
  const many = Buffer.concat(Array.from({ length: Math.ceil(262_144 / payload.length) }, () => frame(opcode, payload)));
  let taken = 0;
  const stuck = () =>
    new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(true), 3_000);
      socket.write(many, () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  while (taken < most && !socket.destroyed && !(await stuck())) taken += many.length;
  socket.destroy();
  return taken;
}

test.each(LIVE)('over %s, a role without scope has what HTTP gives it', async (_, send) => {
  const body = JSON.stringify({ query: '{ units { totalCount } networks { totalCount } }' });
  for (const attacker of attacked.attackers)
    expect((await send(attacker, body)).data).toEqual((await overHttp(attacker, body)).data);
});
