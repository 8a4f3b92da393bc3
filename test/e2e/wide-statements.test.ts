import { afterEach, expect, test } from 'vitest';
import type { Aggregation, RowSource, Selection } from '../../src/sources/row-source.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, type StartOptions, startGateway } from '../support/gateway.js';

const folder = writeFolder(aField({ units: 20, days: 31 }));
const QUERY = `query ($days: Int = 3) {
  completions(first: 100) {
    nodes {
      idRec
      currentStatus { status statusDate }
      productionTests { totalCount nodes { effectiveDate oilCondRateBblPerDay invalidTest } }
      dailyAllocations(first: $days, from: "2024-01-02") { nodes { allocationDate downtimeHours allocated { boe oilBbl } } }
      testsRemaining { aggregates { count sum { requiredTestsRemaining } max { periodEndDate } } }
      days: dailyAllocations { groups(by: [ALLOCATION_DATE_MONTH]) { key { allocationDateMonth } count sum { allocated { oilBbl } } } }
    }
  }
}`;
const FIELDS = ['currentStatus', 'productionTests', 'dailyAllocations', 'testsRemaining', 'days'];

const open: RunningGateway[] = [];
const start = async (options: StartOptions = {}) => {
  const gateway = await startGateway({ folder, ...options });
  open.push(gateway);
  return gateway;
};
afterEach(() => Promise.all(open.splice(0).map((gateway) => gateway.close())));

const statementsOf = ({ extensions }: Awaited<ReturnType<RunningGateway['ask']>>) =>
  (extensions?.report as { sources: { PRODVIEW: { statements: number } } } | undefined)?.sources.PRODVIEW.statements;

test('side by side is one statement where wide statements are on, one each where they are off: the answer is the same', async () => {
  const [wide, single] = [await start(), await start({ env: { WIDE_STATEMENTS: 'off' } })];
  const [one, five] = await Promise.all([wide, single].map(({ ask }) => ask(QUERY, {}, { 'x-report': '1' })));
  expect(one?.errors).toBeUndefined();
  expect(one?.data.completions.nodes).toHaveLength(40);
  expect(one?.data).toEqual(five?.data);
  expect([one, five].map((answer) => answer && statementsOf(answer))).toEqual([2, 6]);
  const [, statement] = wide.prodview.statements();
  expect(statement).toMatch(/^\/\* wellgraph Completion\.[\w, .]+ \*\//);
  for (const field of FIELDS.slice(0, 4)) expect(statement).toContain(`Completion.${field}`);
});

/** The source over a store that lacks a view. */
const lacking = (view: string) => (source: RowSource) => {
  const asked = <T extends Selection | Aggregation>(read: T): T =>
    read.view === view ? { ...read, view: 'nowhere' } : read;
  const lacks: RowSource = {
    select: (selection, signal) => source.select(asked(selection), signal),
    aggregate: (aggregation, signal) => source.aggregate(asked(aggregation), signal),
    readAll: (reads, signal) => source.readAll?.(reads.map(asked), signal) ?? Promise.reject(new Error('no readAll')),
    close: () => source.close(),
  };
  return lacks;
};

test('a view that the store lacks costs its own fields', async () => {
  const { ask } = await start({ around: lacking('stg_prodview__status') });
  const { data, errors } = await ask(QUERY);
  expect(new Set(errors?.map(({ extensions, path }) => `${extensions.code} ${path?.at(-1)}`))).toEqual(
    new Set(['SOURCE_SCHEMA currentStatus']),
  );
  for (const completion of data.completions.nodes) {
    expect(FIELDS.filter((field) => completion[field] === null)).toEqual(['currentStatus']);
    expect(completion.productionTests.nodes).toHaveLength(3);
  }
});

test('a list with more rows than a statement may bring costs its own fields', async () => {
  const { ask } = await start({ env: { MAX_ROWS: '1000' } });
  const { data, errors } = await ask(QUERY, { days: 31 });
  expect(new Set(errors?.map(({ extensions, path }) => `${extensions.code} ${path?.[3]}`))).toEqual(
    new Set(['LIMIT_EXCEEDED dailyAllocations']),
  );
  expect(data.completions.nodes[0]).toMatchObject({ currentStatus: { status: 'Shut in' } });
});

test('a wide statement that does not come in time is given up, and costs its level', async () => {
  let aborted = false;
  const hanging = (source: RowSource): RowSource => ({
    ...source,
    readAll: (_, signal) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        }),
      ),
  });
  const { ask } = await start({ around: hanging, env: { REQUEST_TIMEOUT_MS: '300' } });
  const { data, errors } = await ask(QUERY);
  expect(aborted).toBe(true);
  expect(data.completions.nodes).toHaveLength(40);
  expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['SOURCE_TIMEOUT']));
});
