import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

test('liveness and readiness answer without a statement', async () => {
  gateway.prodview.statements();
  expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
  expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
  gateway.readiness.draining = true;
  expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(503);
  gateway.readiness.draining = false;
  expect(gateway.prodview.statements()).toEqual([]);
});

test('the report is there when it is asked for, and only then', async () => {
  const query = '{ units(first: 3) { nodes { idRec completions { totalCount } } } }';
  expect((await gateway.ask(query)).extensions).toBeUndefined();
  const { extensions } = await gateway.ask(query, {}, { 'x-report': '1' });
  expect(extensions?.report).toMatchObject({
    sources: { PRODVIEW: { statements: 2, rows: expect.any(Number), milliseconds: expect.any(Number) } },
  });
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, extensions: { report: true } }),
  });
  expect(((await response.json()) as { extensions: { report: object } }).extensions.report).toBeDefined();
});

test("a caller's request id is kept, a strange one is replaced", async () => {
  const kept = await gateway.ask('{ __typename }', {}, { 'x-request-id': 'abc-1' });
  expect(kept.headers.get('x-request-id')).toBe('abc-1');
  const replaced = await gateway.ask('{ __typename }', {}, { 'x-request-id': 'a b"{}' });
  expect(replaced.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});

test('an operation is logged on one line, without its variables', async () => {
  await gateway.ask('query Secret($a: String!) { unitByApi(api10: $a) { idRec } }', { a: '4242424242' });
  const line = gateway.logged.find((each) => each.includes('"name":"Secret"'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    operation: 'query',
    name: 'Secret',
    errors: 0,
    reads: { PRODVIEW: { statements: 1 } },
  });
  expect(line).not.toContain('4242424242');
});

test('every list says when there is more, with limit + 1 rows and with just as many', async () => {
  const { data } = await gateway.ask('{ routes { totalCount } }');
  const total = Number(data.routes.totalCount);
  const page = async (first: number) =>
    (await gateway.ask(`{ routes(first: ${first}) { nodes { idRec } pageInfo { hasNextPage } } }`)).data.routes;
  expect(await page(total)).toMatchObject({ pageInfo: { hasNextPage: false } });
  expect((await page(total - 1)).pageInfo.hasNextPage).toBe(true);
});

test('scope is part of every read', async () => {
  gateway.prodview.reads.splice(0);
  await gateway.ask(
    '{ units(first: 50) { nodes { label completions { totalCount nodes { statuses { groups(by: [STATUS]) { count } } } } } } }',
  );
  expect(gateway.prodview.reads).toHaveLength(3);
  for (const read of gateway.prodview.reads) expect(read.scope).toEqual({ kind: 'everything' });
});
