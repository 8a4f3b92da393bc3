import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RowSource } from '../../src/sources/row-source.js';
import { ask, openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';
import { type Reading, readings, rowsOf } from '../support/sample-rows.js';

const COMPLETIONS = ['C0', 'C1', 'C2'].map((id_rec) => ({ id_rec, id_flownet: 'N1', id_rec_parent: 'U1' }));
const folderOf = (rows: readonly Reading[]) =>
  writeFolder({
    stg_prodview__completions: COMPLETIONS,
    stg_prodview__completion_parameters: rows.length > 0 ? rows : [{ id_rec: null }],
  });
const store = async (rows: readonly Reading[]) => (await openStore(folderOf(rows))).source;

const order = fc.uniqueArray(
  fc.constantFrom(
    'MEASUREMENT_DATE_ASC',
    'MEASUREMENT_DATE_DESC',
    'TUBING_PRESSURE_PSI_ASC',
    'TUBING_PRESSURE_PSI_DESC',
    'PLUNGER_MAKE_ASC',
    'AUDIT_IS_LOCKED_DESC',
  ),
  { maxLength: 3 },
);
const size = fc.integer({ min: 1, max: 7 });
const PAGE = `query Page($first: Int, $after: String, $orderBy: [CompletionParameterOrder!]) {
  completionParameters(first: $first, after: $after, orderBy: $orderBy, where: { idRec: { isNull: false } }) {
    nodes { idRec } pageInfo { hasNextPage endCursor }
  }
}`;

/** The ids of all pages in their order; `between` is run after each page. */
async function walk(source: () => RowSource, variables: object, between = async () => {}): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { data, errors } = await ask(source(), PAGE, { ...variables, after });
    expect(errors).toBeUndefined();
    seen.push(...data.completionParameters.nodes.map(({ idRec }: { idRec: string }) => idRec));
    ({ endCursor: after, hasNextPage: more } = data.completionParameters.pageInfo);
    await between();
  }
  return seen;
}

test('paging through a list returns every row once, in the order of the whole list', async () => {
  await fc.assert(
    fc.asyncProperty(readings, order, size, async (some, orderBy, first) => {
      const source = await store(rowsOf(some));
      const whole = await walk(() => source, { first: 1000, orderBy });
      expect(await walk(() => source, { first, orderBy })).toEqual(whole);
      expect([...whole].sort()).toEqual(
        rowsOf(some)
          .map(({ id_rec }) => id_rec)
          .sort(),
      );
      await source.close();
    }),
    { numRuns: 25 },
  );
});

test('rows that were there from the start come once, also while rows are added', async () => {
  await fc.assert(
    fc.asyncProperty(readings, order, size, async (some, orderBy, first) => {
      const rows = rowsOf(some);
      let source = await store(rows.filter((_, index) => index % 2 === 0));
      const seen = await walk(
        () => source,
        { first, orderBy },
        async () => {
          await source.close();
          source = await store(rows);
        },
      );
      const early = rows.filter((_, index) => index % 2 === 0).map(({ id_rec }) => id_rec);
      expect(seen.filter((id) => early.includes(id)).sort()).toEqual(early.sort());
      expect(new Set(seen).size).toBe(seen.length);
      await source.close();
    }),
    { numRuns: 15 },
  );
});

test('a list of just as many rows has no next page, one more has, at the root and below parents', async () => {
  const rows = rowsOf(Array.from({ length: 12 }, () => ({})));
  const source = await store(rows);
  const more = async (first: number) => {
    const { data } = await ask(
      source,
      `{ completionParameters(first: ${first * 3}) { pageInfo { hasNextPage } } completions { nodes { parameters(first: ${first}) { nodes { idRec } pageInfo { hasNextPage } } } } }`,
    );
    return [data.completionParameters, ...data.completions.nodes.map((node: any) => node.parameters)].map(
      ({ pageInfo }) => pageInfo.hasNextPage,
    );
  };
  expect(await more(4)).toEqual([false, false, false, false]);
  expect(await more(3)).toEqual([true, true, true, true]);
  expect(await more(0)).toEqual([true, true, true, true]);
  await source.close();
});

test('a cursor below one parent is refused below another', async () => {
  const source = await store(rowsOf(Array.from({ length: 12 }, () => ({}))));
  const { data } = await ask(source, '{ completions { nodes { parameters(first: 1) { pageInfo { endCursor } } } } }');
  const after = data.completions.nodes[0].parameters.pageInfo.endCursor;
  const again = await ask(
    source,
    'query A($after: String) { completions { nodes { parameters(after: $after) { nodes { idRec } } } } }',
    { after },
  );
  expect(again.data.completions.nodes.map((node: any) => node.parameters?.nodes?.length ?? null)).toEqual([
    3,
    null,
    null,
  ]);
  expect(again.errors).toHaveLength(2);
  await source.close();
});
