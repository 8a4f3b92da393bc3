import { afterEach, describe, expect, test } from 'vitest';
import { SourceUnavailable } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { type RunningGateway, type StartOptions, startGateway } from '../support/gateway.js';

let gateway: RunningGateway;
const start = async (options: StartOptions) => {
  gateway = await startGateway(options);
  return gateway;
};
afterEach(() => gateway.close());

/** A source that does something else for one view; everything else is the real one. */
const onView =
  (view: string, instead: (signal?: AbortSignal) => Promise<never>) =>
  (source: RowSource): RowSource => ({
    ...source,
    select: (selection, signal) => (selection.view === view ? instead(signal) : source.select(selection, signal)),
  });
const STATUS = 'stg_prodview__status';
const QUERY = '{ units(first: 1) { nodes { idRec } } completionStatuses(first: 1) { nodes { status } } }';

/** Waits for ever, as a store does that has stopped answering, but lets go when it is told to. */
const hang = (seen: { aborted?: boolean }) => (signal?: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => {
      seen.aborted = true;
      reject(new Error('SELECT secret FROM driver at /some/path.js:1'));
    });
  });

describe('a store in trouble costs its own fields only', () => {
  test('one that is down', async () => {
    await start({
      around: onView(STATUS, () =>
        Promise.reject(new SourceUnavailable('PRODVIEW', new Error('ECONNREFUSED 10.0.0.1'))),
      ),
    });
    const { data, errors } = await gateway.ask(QUERY);
    expect(data.units.nodes).toHaveLength(1);
    expect(data.completionStatuses).toBeNull();
    expect(errors?.[0]).toMatchObject({
      message: 'PRODVIEW does not answer',
      extensions: { code: 'SOURCE_UNAVAILABLE', retryable: true, source: 'PRODVIEW' },
    });
  });

  test('one that hangs is left at the deadline', async () => {
    const seen: { aborted?: boolean } = {};
    await start({ env: { REQUEST_TIMEOUT_MS: '300' }, around: onView(STATUS, hang(seen)) });
    const { data, errors } = await gateway.ask(QUERY);
    expect(data.units.nodes).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message: 'PRODVIEW did not answer within 300 ms',
      extensions: { code: 'SOURCE_TIMEOUT', retryable: true },
    });
    expect(seen.aborted).toBe(true);
  });

  test('a fault of ours is masked, and logged whole with the request id', async () => {
    await start({
      around: onView(STATUS, () => Promise.reject(new TypeError('password=secret at /srv/app/dist/x.js'))),
    });
    const answer = await gateway.ask(QUERY, {}, { 'x-request-id': 'my-request-7' });
    expect(answer.errors?.[0]).toMatchObject({
      message: 'Internal error',
      extensions: { code: 'INTERNAL', requestId: 'my-request-7' },
    });
    expect(JSON.stringify(answer)).not.toMatch(/secret|\.js|dist/);
    expect(gateway.logged.some((line) => line.includes('my-request-7') && line.includes('password=secret'))).toBe(true);
  });
});

test('a statement is dropped when its client leaves', async () => {
  const seen: { aborted?: boolean } = {};
  await start({ around: onView(STATUS, hang(seen)) });
  const leaving = new AbortController();
  const request = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
    signal: leaving.signal,
  });
  setTimeout(() => leaving.abort(), 200);
  await expect(request).rejects.toThrow();
  await expect.poll(() => seen.aborted).toBe(true);
});

test('what is in flight when the gateway stops is still answered, and new requests are not taken', async () => {
  let release = () => {};
  const slow = onView(
    STATUS,
    () =>
      new Promise<never>((resolve) => {
        release = () => resolve([] as never);
      }),
  );
  await start({ around: slow });
  const flying = gateway.ask(QUERY);
  await expect.poll(() => gateway.prodview.reads.length).toBe(2);
  const closing = gateway.close();
  await expect(fetch(`${gateway.url}/health/live`).then((response) => response.status))
    .resolves.not.toBe(200)
    .catch(() => undefined);
  release();
  const { data } = await flying;
  expect(data.units.nodes).toHaveLength(1);
  expect(data.completionStatuses.nodes).toEqual([]);
  await closing;
});
