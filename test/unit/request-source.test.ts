import { expect, test } from 'vitest';
import { SourceTimeout, SourceUnavailable } from '../../src/errors.js';
import { type AskedFor, noCost, requestSource } from '../../src/sources/request-source.js';
import type { Row, RowSource, Selection } from '../../src/sources/row-source.js';

const selection: Selection = {
  label: 'Query.units',
  view: 'v',
  scope: { kind: 'everything' },
  rowLimit: 9,
  columns: [],
  order: [],
};
const answering = (read: () => Promise<Row[]>): RowSource => ({ select: read, aggregate: read, close: async () => {} });
const nothing = noCost;
const never = new AbortController().signal;
const asked = (cost = nothing(), deadline = never): AskedFor => ({ name: 'PRODVIEW', cost, deadline, limitMs: 300 });

test('a request is told what it cost: statements, rows and time, failed ones too', async () => {
  const cost = nothing();
  const rows = answering(async () => [{ id_rec: 'U1' }, { id_rec: 'U2' }]);
  const source = requestSource(rows, asked(cost));
  await source.select(selection);
  await source.aggregate({ ...selection, groupBy: [], measures: [] });
  expect(cost).toMatchObject({ statements: 2, rows: 4 });
  const down = answering(() => Promise.reject(new Error('gone')));
  await expect(requestSource(down, asked(cost)).select(selection)).rejects.toThrow('gone');
  expect(cost).toMatchObject({ statements: 3, rows: 4 });
  expect(cost.milliseconds).toBeGreaterThan(0);
});

test('several reads by one statement are one, with the rows of all', async () => {
  const cost = nothing();
  const parts = [[{ id_rec: 'U1' }, { id_rec: 'U2' }], [], [{ id_rec: 'F1' }]];
  const wide: RowSource = { ...answering(async () => []), readAll: async () => parts };
  expect(await requestSource(wide, asked(cost)).readAll?.([selection])).toBe(parts);
  expect(cost).toMatchObject({ statements: 1, rows: 3 });
  expect(
    requestSource(
      answering(async () => []),
      asked(cost),
    ).readAll,
  ).toBeUndefined();
});

test('what fails after the deadline failed because of it', async () => {
  const down = answering(() => Promise.reject(new SourceUnavailable('PRODVIEW', new Error('interrupted'))));
  const late = requestSource(down, asked(nothing(), AbortSignal.abort()));
  await expect(late.select(selection)).rejects.toThrow(new SourceTimeout('PRODVIEW', 300));
  const inTime = requestSource(down, asked());
  await expect(inTime.select(selection)).rejects.toThrow(SourceUnavailable);
});

test("the request's signal reaches the store", async () => {
  const { signal } = new AbortController();
  const seen: (AbortSignal | undefined)[] = [];
  const store: RowSource = {
    select: async (_, given) => void seen.push(given) as never,
    aggregate: async (_, given) => void seen.push(given) as never,
    close: async () => {},
  };
  const source = requestSource(store, asked());
  await source.select(selection, signal).catch(() => undefined);
  await source.aggregate({ ...selection, groupBy: [], measures: [] }, signal).catch(() => undefined);
  expect(seen).toEqual([signal, signal]);
});
