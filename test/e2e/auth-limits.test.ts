import { afterEach, describe, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';

let gateway: RunningGateway;
afterEach(() => gateway.close());

const [ann, bob] = [newApiKey('ann', 'foreman'), newApiKey('bob', 'foreman')];
const API_KEYS_FILE = jsonFile([ann.entry, bob.entry]);
const as = ({ key }: { readonly key: string }) => ({ 'x-api-key': key });
const times = (count: number, ask: () => Promise<{ readonly status: number }>) =>
  Promise.all(Array.from({ length: count }, async () => (await ask()).status));
const count = (statuses: readonly number[], status: number) => statuses.filter((each) => each === status).length;

describe('how often one identity may ask', () => {
  test('is counted for each by itself', async () => {
    gateway = await startGateway({ env: { API_KEYS_FILE, RATE_PER_MINUTE: '10' } });
    const statuses = await times(14, () => gateway.ask('{ __typename }', {}, as(ann)));
    expect([count(statuses, 200), count(statuses, 429)]).toEqual([10, 4]);
    expect((await gateway.ask('{ __typename }', {}, as(bob))).status).toBe(200);
  });

  test('is told with how long to wait', async () => {
    gateway = await startGateway({ env: { RATE_PER_MINUTE: '1' } });
    await gateway.ask('{ __typename }');
    const { status, headers, errors } = await gateway.ask('{ __typename }');
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const retryAfterSeconds = Number(headers.get('retry-after'));
    expect(errors?.[0]).toMatchObject({
      message: `More than 1 requests a minute; try again in ${retryAfterSeconds} s`,
      extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterSeconds, requestId: expect.any(String) },
    });
  });

  test('holds for tries with wrong tokens too, by address, and not for those who have a right one', async () => {
    gateway = await startGateway({ env: { API_KEYS_FILE, RATE_PER_MINUTE: '5' } });
    const statuses = await times(8, () => gateway.ask('{ __typename }', {}, { authorization: 'Bearer rubbish' }));
    expect([count(statuses, 401), count(statuses, 429)]).toEqual([5, 3]);
    expect((await gateway.ask('{ __typename }', {}, as(ann))).status).toBe(200);
  });

  test('is by the address before a trusted proxy, and by no address that anyone else claims', async () => {
    const env = { HOST: '0.0.0.0', ANONYMOUS: 'read', RATE_PER_MINUTE: '1' };
    const asks = async () => {
      const from = (address: string) => gateway.ask('{ __typename }', {}, { 'x-forwarded-for': address });
      return [(await from('203.0.113.1')).status, (await from('203.0.113.2')).status];
    };
    gateway = await startGateway({ env: { ...env, TRUSTED_PROXIES: '127.0.0.1' } });
    expect(await asks()).toEqual([200, 200]);
    await gateway.close();
    gateway = await startGateway({ env });
    expect(await asks()).toEqual([200, 429]);
  });

  test('0 is no limit', async () => {
    gateway = await startGateway({ env: { RATE_PER_MINUTE: '0' } });
    expect(count(await times(30, () => gateway.ask('{ __typename }')), 200)).toBe(30);
  });
});

describe('how many requests of one identity may run at a time', () => {
  const held = () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const around = (source: RowSource): RowSource => ({
      ...source,
      aggregate: async (aggregation, signal) => {
        await waiting;
        return source.aggregate(aggregation, signal);
      },
    });
    return { release, around };
  };

  test('is counted for each by itself, and given back', async () => {
    const { release, around } = held();
    gateway = await startGateway({ env: { API_KEYS_FILE, CONCURRENT_REQUESTS: '2' }, around });
    const slow = () => gateway.ask('{ networks { totalCount } }', {}, as(ann));
    const both = [slow(), slow()];
    await expect.poll(async () => (await gateway.ask('{ __typename }', {}, as(ann))).status).toBe(429);
    const refused = await gateway.ask('{ __typename }', {}, as(ann));
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect((await gateway.ask('{ __typename }', {}, as(bob))).status).toBe(200);
    release();
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    await expect.poll(async () => (await gateway.ask('{ __typename }', {}, as(ann))).status).toBe(200);
  });

  test('is given back by clients that leave', async () => {
    const { release, around } = held();
    gateway = await startGateway({ env: { API_KEYS_FILE, CONCURRENT_REQUESTS: '1' }, around });
    const leaving = new AbortController();
    const left = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...as(ann) },
      body: JSON.stringify({ query: '{ networks { totalCount } }' }),
      signal: leaving.signal,
    }).catch(() => 'left');
    await expect.poll(async () => (await gateway.ask('{ __typename }', {}, as(ann))).status).toBe(429);
    leaving.abort();
    expect(await left).toBe('left');
    await expect.poll(async () => (await gateway.ask('{ __typename }', {}, as(ann))).status).toBe(200);
    release();
  });
});
