import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { rawSocket, socketClient } from '../support/live.js';
import { events, withTicks } from '../support/ticks.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ extended: withTicks });
});
afterAll(() => gateway.close());

async function all(query: string, more: object = {}): Promise<any[]> {
  const { client } = socketClient(gateway.url);
  const found: unknown[] = [];
  try {
    for await (const result of client.iterate({ query, ...more })) found.push(result);
  } finally {
    await client.dispose();
  }
  return found;
}

test('every event is an answer, and the end is told', async () =>
  expect(await all('subscription T($to: Int!) { ticks(to: $to) }', { variables: { to: 3 } })).toEqual([
    { data: { ticks: 1 } },
    { data: { ticks: 2 } },
    { data: { ticks: 3 } },
  ]));

test('each event is read anew, as a request of its own would be', async () => {
  gateway.prodview.statements();
  const found = await all('subscription { counted(to: 3) { networks { totalCount } } }');
  expect(found).toHaveLength(3);
  expect(found[0].data.counted.networks.totalCount).toBeGreaterThan(0);
  expect(gateway.prodview.statements()).toHaveLength(3);
});

test('an event that fails is masked, and the next one comes', async () => {
  const found = await all('subscription { ticks(to: 3, bad: 2) }');
  expect(found.map(({ data }) => data.ticks)).toEqual([1, null, 3]);
  expect(found[1].errors).toEqual([
    {
      message: 'Internal error',
      locations: [{ line: 1, column: 16 }],
      path: ['ticks'],
      extensions: { code: 'INTERNAL', retryable: true, requestId: expect.any(String) },
    },
  ]);
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('a client that falls behind is told so by a code, and the subscription is over', async () => {
  const found = await all('subscription { behind }');
  expect(found).toHaveLength(2);
  expect(found[0]).toEqual({ data: { behind: 1 } });
  const extensions = { code: 'OVERLOADED', retryable: true, limit: 10, requestId: expect.any(String) };
  expect(found[1].errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining(extensions) })]);
});

test.each([
  ['a source that may not be opened', 'subscription { closed }', {}, 'FORBIDDEN'],
  ['a source that fails', 'subscription { broken }', {}, 'INTERNAL'],
  ['a variable of the wrong kind', 'subscription ($to: Int!) { ticks(to: $to) }', { to: 'x' }, 'BAD_USER_INPUT'],
  ['two sources', 'subscription { silence closed }', {}, 'GRAPHQL_VALIDATION_FAILED'],
])('%s is refused whole', async (_, query, variables, code) => {
  const refused = await all(query, { variables }).catch((errors) => errors);
  expect(refused).toHaveLength(1);
  expect(refused[0].extensions).toMatchObject({ code, requestId: expect.any(String) });
  expect(JSON.stringify(refused)).not.toContain('secret');
});

test('over plain HTTP a subscription is refused, and nothing is opened', async () => {
  const before = events.left;
  const { status, errors } = await gateway.ask('subscription { ticks(to: 3) }');
  expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(errors?.[0]?.message).toContain('WebSocket or SSE');
  expect(events.left).toBe(before);
});

test.each(['complete', 'terminate'])('a source is left when the client sends %s', async (how) => {
  const { send, until, socket } = await rawSocket(gateway.url);
  send({ type: 'connection_init' });
  await until(({ type }) => type === 'connection_ack');
  send({ id: '1', type: 'subscribe', payload: { query: 'subscription { silence }' } });
  send({ id: '2', type: 'subscribe', payload: { query: '{ __typename }' } });
  await until(({ id, type }) => id === '2' && type === 'complete');
  const left = events.nextLeft();
  if (how === 'complete') send({ id: '1', type: 'complete' });
  else socket.terminate();
  await left;
  socket.terminate();
});
