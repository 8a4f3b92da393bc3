import { describe, expect, test, vi } from 'vitest';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import { SourceTimeout, SourceUnavailable } from '../../src/errors.js';
import { Directories } from '../../src/search/directories.js';
import type { Row, Selection } from '../../src/sources/row-source.js';
import { aUnit, readsOf, storeOf } from './search-field.js';

const REFRESH_MS = 300_000;

/** A store that counts its statements, with a clock that stands still unless it is moved. */
function aStore(answer: (selection: Selection, signal?: AbortSignal) => Promise<Row[]> = async () => [aUnit({})]) {
  const state = { now: Date.parse('2026-01-01T00:00:00Z'), statements: 0, failures: [] as unknown[] };
  const source = storeOf([], (selection, signal) => {
    state.statements += 1;
    return answer(selection, signal);
  });
  const directories = new Directories({
    refreshMs: REFRESH_MS,
    timeoutMs: 15_000,
    onFailure: (error) => void state.failures.push(error),
    now: () => state.now,
  });
  const of = (scope?: ViewerScope, signal?: AbortSignal) => directories.of(readsOf(source, signal, scope));
  return { state, of };
}

/** An answer that comes when the test says so. */
function held<T>() {
  const settle = {} as { release: (value: T) => void; fail: (error: Error) => void };
  const promise = new Promise<T>((release, fail) => Object.assign(settle, { release, fail }));
  return { promise, ...settle };
}

const UNAVAILABLE = 'SOURCE_UNAVAILABLE';
const down = () => new SourceUnavailable('PRODVIEW', new Error('refused'));

describe('a directory is read once', () => {
  test('for all requests that ask while it is young', async () => {
    const { state, of } = aStore();
    const first = await of();
    state.now += REFRESH_MS - 1;
    expect(await of()).toBe(first);
    expect(state.statements).toBe(1);
    expect(first.asOf).toBe('2026-01-01T00:00:00.000Z');
  });

  test('for all requests that ask while it is being read', async () => {
    const answer = held<Row[]>();
    const { state, of } = aStore(() => answer.promise);
    const asked = [of(), of(), of()];
    state.now += REFRESH_MS * 2; // slower than it is refreshed
    asked.push(of());
    answer.release([aUnit({})]);
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(state.statements).toBe(1);
  });
});

describe('an old directory', () => {
  test('serves on while it is read again, once', async () => {
    const answers = [Promise.resolve([aUnit({})]), held<Row[]>()] as const;
    const { state, of } = aStore(() => (state.statements === 1 ? answers[0] : answers[1].promise));
    const old = await of();
    state.now += REFRESH_MS;
    expect(await Promise.all([of(), of()])).toEqual([old, old]);
    expect(state.statements).toBe(2);
    answers[1].release([aUnit({}), aUnit({})]);
    await vi.waitFor(async () => expect((await of()).units).toHaveLength(2));
    expect((await of()).asOf).toBe('2026-01-01T00:05:00.000Z');
    expect(state.statements).toBe(2);
  });

  test('serves on where it could not be read again, which is tried again after half a minute', async () => {
    const { state, of } = aStore(async () => {
      if (state.statements > 1) throw down();
      return [aUnit({})];
    });
    const old = await of();
    state.now += REFRESH_MS;
    expect(await of()).toBe(old);
    await vi.waitFor(() => expect(state.failures).toHaveLength(1));
    state.now += 29_999;
    expect(await of()).toBe(old);
    expect(state.statements).toBe(2);
    state.now += 1;
    expect(await of()).toBe(old);
    await vi.waitFor(() => expect(state.failures).toHaveLength(2));
    expect(state.statements).toBe(3);
  });
});

describe('a directory that cannot be read', () => {
  test('is not kept: all who wait hear of it, and the next request tries again', async () => {
    const { state, of } = aStore(async () => {
      if (state.statements === 1) throw down();
      return [aUnit({})];
    });
    const asked = await Promise.allSettled([of(), of()]);
    expect(asked.map((each) => each.status === 'rejected' && each.reason.code)).toEqual([UNAVAILABLE, UNAVAILABLE]);
    expect((await of()).units).toHaveLength(1);
    expect(state.statements).toBe(2);
  });

  test('costs a request no more than its deadline, and serves the next one when it comes', async () => {
    const answer = held<Row[]>();
    const { state, of } = aStore(() => answer.promise);
    await expect(of(undefined, AbortSignal.timeout(5))).rejects.toThrow(SourceTimeout);
    answer.release([aUnit({})]);
    expect((await of()).units).toHaveLength(1);
    expect(state.statements).toBe(1);
  });

  test('goes on for others when the client that began it leaves', async () => {
    const answer = held<Row[]>();
    const leaving = new AbortController();
    const { state, of } = aStore((_, signal) => {
      signal?.addEventListener('abort', () => answer.fail(new Error('interrupted')));
      return answer.promise;
    });
    const left = of(undefined, leaving.signal);
    const stays = of();
    leaving.abort(new Error('the client left'));
    await expect(left).rejects.toThrow('the client left');
    answer.release([aUnit({})]);
    expect((await stays).units).toHaveLength(1);
    expect(state.statements).toBe(1);
  });
});

const keysOf = (unit: string): ViewerScope => ({
  kind: 'keys',
  id: unit,
  keys: { UNIT: [[unit, 'N1']], FACILITY: [], ROUTE: [], NETWORK: [] },
});

describe('scopes', () => {
  const scopes = Array.from({ length: 9 }, (_, route) => keysOf(`R${route}`));

  test('each has a directory of its own, read with that scope', async () => {
    const { state, of } = aStore(async ({ scope }) => (scope.kind === 'nothing' ? [] : [aUnit({})]));
    expect((await of({ kind: 'nothing' })).units).toHaveLength(0);
    expect((await of({ kind: 'everything' })).units).toHaveLength(1);
    expect((await of({ kind: 'nothing' })).units).toHaveLength(0);
    expect(state.statements).toBe(2);
  });

  test('eight are kept; the one that was not asked for longest goes', async () => {
    const { state, of } = aStore();
    for (const scope of scopes.slice(0, 8)) await of(scope);
    await of(scopes[0]);
    await of(scopes[8]);
    expect(state.statements).toBe(9);
    await of(scopes[0]);
    await of(scopes[1]);
    expect(state.statements).toBe(10);
  });
});
