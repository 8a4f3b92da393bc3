import { describe, expect, test } from 'vitest';
import { SourceSchema, SourceUnavailable } from '../../src/errors.js';
import { cached } from '../../src/sources/cache/cached.js';
import type { Shared } from '../../src/sources/cache/shared.js';
import { Tokens } from '../../src/sources/cache/tokens.js';
import type { Notes } from '../../src/sources/notes.js';
import type { Row, Selection } from '../../src/sources/row-source.js';
import { countingStore, listed, OWNER, owned } from '../support/counting-store.js';

/** A cache over a store whose views change when the test says so. */
function aCache({
  bytes = 1_000_000,
  staleMs = 0,
  shared,
}: {
  bytes?: number;
  staleMs?: number;
  shared?: Shared;
} = {}) {
  const { store, source } = countingStore();
  const words = new Map<string, number>();
  const clock = { now: 1_000_000 };
  const now = () => clock.now;
  const told = async (views: readonly string[]) => views.map((view) => String(words.get(view) ?? 0));
  const tokens = new Tokens({ told }, ['a', 'b', 'c'], { toldMs: 10, otherMs: 10, now });
  const change = (view: string) => {
    words.set(view, (words.get(view) ?? 0) + 1);
    clock.now += 10;
  };
  return { store, clock, change, source: cached(source, { tokens, bytes, staleMs, shared, now }) };
}

describe('what is asked again', () => {
  test('is answered from memory until its view changes', async () => {
    const { source, store, change } = aCache();
    const first = await source.select(listed('a'));
    expect(await source.select({ ...listed('a'), label: 'another', requestId: 'r2' })).toEqual(first);
    expect(store.take()).toEqual([['a']]);
    change('b');
    await source.select(listed('a'));
    expect(store.take()).toEqual([]);
    change('a');
    await source.select(listed('a'));
    expect(store.take()).toEqual([['a']]);
  });

  test('is another question where its scope, filter, order, limit or columns are others', async () => {
    const { source, store } = aCache();
    const where = { column: OWNER, is: 'eq', value: 'A' } as const;
    const others: Selection[] = [
      listed('a'),
      { ...listed('a'), scope: { kind: 'where', condition: where } },
      { ...listed('a'), scope: { kind: 'nothing' } },
      { ...listed('a'), where },
      { ...listed('a'), order: [{ column: OWNER, descending: true }] },
      { ...listed('a'), limit: 1 },
      { ...listed('a'), total: true },
      { ...listed('a'), columns: [OWNER, { name: 'number', kind: 'integer' }] },
    ];
    for (const read of [...others, ...others]) await source.select(read);
    expect(store.take()).toHaveLength(others.length);
  });

  test('is the same where only the order of its columns differs', async () => {
    const { source, store } = aCache();
    const columns = [OWNER, { name: 'number', kind: 'integer' } as const];
    await source.select({ ...listed('a'), columns });
    await source.select({ ...listed('a'), columns: columns.toReversed() });
    expect(store.take()).toHaveLength(1);
  });

  test('is asked for only as far as it is not known: of keys the new ones, of a wide statement the missing parts', async () => {
    const { source, store, change } = aCache();
    await source.select(owned('a', 'A', 'B'));
    expect(await source.select(owned('a', 'B', 'C', 'A'))).toEqual(
      ['B', 'C', 'A'].flatMap((owner) => [1, 2].map((number) => ({ owner, number }))),
    );
    await source.readAll?.([owned('a', 'A', 'D'), owned('b', 'A'), owned('a', 'B')]);
    change('b');
    await source.readAll?.([owned('a', 'A'), owned('b', 'A')]);
    expect(store.take()).toEqual([['a A B'], ['a C'], ['a D', 'b A'], ['b A']]);
  });

  test('is asked again where a view that decides over its scope has changed', async () => {
    const { source, store, change } = aCache();
    const of = { view: 'b', columns: [OWNER], where: { column: OWNER, isNull: false } } as const;
    const scoped: Selection = { ...listed('a'), scope: { kind: 'where', condition: { columns: [OWNER], of } } };
    await source.select(scoped);
    change('c');
    await source.select(scoped);
    expect(store.take()).toHaveLength(1);
    change('b');
    await source.select(scoped);
    expect(store.take()).toHaveLength(1);
  });

  test('is asked again where it was an error, or more than was wanted', async () => {
    const { source, store } = aCache();
    store.before = () => Promise.reject(new SourceUnavailable('PRODVIEW', 'down'));
    await expect(source.select(listed('a'))).rejects.toThrow('does not answer');
    store.before = async () => {};
    for (let again = 0; again < 2; again++)
      expect(await source.select({ ...owned('a', 'A'), rowLimit: 1 })).toHaveLength(2);
    expect(store.take()).toHaveLength(3);
  });

  test('is let go for what was asked later where there is no more room', async () => {
    const { source, store } = aCache({ bytes: 4_000 });
    for (let owner = 0; owner < 50; owner++) await source.select(owned('a', String(owner)));
    store.take();
    await source.select(owned('a', '49'));
    await source.select(owned('a', '0'));
    expect(store.take()).toEqual([['a 0']]);
  });
});

describe('what is asked while it is on its way', () => {
  test('is waited for, by its keys', async () => {
    const { source, store } = aCache();
    const reads = [owned('a', 'A', 'B'), owned('a', 'B', 'C'), owned('a', 'A', 'C')];
    const answers = await Promise.all(reads.map((read) => source.select(read)));
    expect(answers.map((rows) => rows.map(({ owner }) => owner))).toEqual([
      ['A', 'A', 'B', 'B'],
      ['B', 'B', 'C', 'C'],
      ['A', 'A', 'C', 'C'],
    ]);
    expect(store.take()).toEqual([['a A B'], ['a C']]);
  });

  test('goes on while one still waits, and stops when the last has left', async () => {
    const { source, store } = aCache();
    const signals: AbortSignal[] = [];
    store.before = (_, signal) =>
      new Promise((_resolve, reject) => {
        if (signal) signals.push(signal);
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    const [one, other] = [new AbortController(), new AbortController()];
    const reads = [one, other].map(({ signal }) => source.select(listed('a'), signal));
    const settled = Promise.allSettled(reads);
    await expect.poll(() => signals.length).toBe(1);
    one.abort(new Error('left'));
    expect(signals[0]?.aborted).toBe(false);
    other.abort(new Error('left too'));
    expect(signals[0]?.aborted).toBe(true);
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    store.before = async () => {};
    expect(await source.select(listed('a'))).toHaveLength(2);
  });

  test("is asked alone where another's statement failed for what that one asked", async () => {
    const { source, store } = aCache();
    store.before = async (views) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (views.includes('b')) throw new SourceSchema('PRODVIEW', 'no view b');
    };
    const wide = source.readAll?.([owned('a', 'A'), owned('b', 'A')]);
    const mine = source.select(owned('a', 'A'));
    await expect(wide).rejects.toThrow('lacks a column or view');
    expect(await mine).toHaveLength(2);
  });
});

describe('a store out of order', () => {
  const down = () => Promise.reject(new SourceUnavailable('PRODVIEW', 'down'));

  test('leaves what is in memory, part by part', async () => {
    const { source, store } = aCache();
    await source.select(owned('a', 'A'));
    store.before = down;
    const answers = await source.readEach?.([owned('a', 'A'), owned('b', 'A')]);
    expect(answers?.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('is stood in for by an older copy as long as that is allowed, and that is noted', async () => {
    const { source, store, clock, change } = aCache({ staleMs: 1_000 });
    await source.select(owned('a', 'A'));
    const read = clock.now;
    change('a');
    store.before = down;
    const notes: Notes = {};
    expect(await source.select({ ...owned('a', 'A'), notes })).toHaveLength(2);
    expect(notes).toEqual({ statements: 1, hits: 1, asOf: read, stale: true });
    await expect(source.select(owned('a', 'A', 'B'))).rejects.toThrow('does not answer');
    clock.now += 1_000;
    await expect(source.select(owned('a', 'A'))).rejects.toThrow('does not answer');
  });
});

describe('a cache that gateways share', () => {
  function aShared() {
    const kept = new Map<string, readonly Row[]>();
    const shared: Shared = {
      get: async (token, ids) => ids.map((id) => kept.get(`${token} ${id}`)),
      set: async (token, parts) => {
        for (const { id, rows } of parts) kept.set(`${token} ${id}`, rows);
      },
      close: async () => {},
    };
    return { kept, shared };
  }

  test('answers one gateway what another has asked, until the view changes', async () => {
    const { shared } = aShared();
    const [one, other] = [aCache({ shared }), aCache({ shared })];
    const rows = await one.source.select(owned('a', 'A', 'B'));
    expect(await other.source.select(owned('a', 'A', 'B'))).toEqual(rows);
    await other.source.select(owned('a', 'A', 'C'));
    expect(other.store.take()).toEqual([['a C']]);
    other.change('a');
    await other.source.select(owned('a', 'A'));
    expect(other.store.take()).toEqual([['a A']]);
  });

  test('never holds what tells of a person', async () => {
    const { kept, shared } = aShared();
    const { source, store } = aCache({ shared });
    const person = { name: 'foreman', kind: 'text', personal: 'NAME' } as const;
    const reads: Selection[] = [
      { ...owned('a', 'A'), columns: [person] },
      { ...owned('a', 'A'), where: { column: person, is: 'eq', value: 'x' } },
      { ...listed('a'), order: [{ column: person, descending: false }] },
    ];
    for (const read of reads) await source.select(read);
    expect(store.take()).toHaveLength(3);
    expect(kept.size).toBe(0);
    for (const read of reads) await source.select(read);
    expect(store.take()).toEqual([]);
  });
});
