import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RowSource } from '../../src/sources/row-source.js';
import { ask, openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';

const day = (id: string, date: string, synced: string, oil: number | null, gas: number | null = null, comp = 'C1') => ({
  id_rec: id,
  id_flownet: 'N1',
  id_rec_unit: 'U1',
  id_rec_comp: comp,
  allocation_date: date,
  _fivetran_synced: synced,
  allocated_oil_bbl: oil,
  allocated_gas_mcf: gas,
  new_prod_oil_bbl: oil,
  nri_hcliq_pct: 75,
});

let source: RowSource;
beforeAll(async () => {
  const folder = writeFolder({
    stg_prodview__completions: [
      { id_rec: 'C1', id_flownet: 'N1', completion_name: 'one' },
      { id_rec: 'C2', id_flownet: 'N1', completion_name: 'two' },
    ],
    stg_prodview__daily_allocations: [
      day('A', '2024-01-01', '2024-02-01 00:00:00Z', 100, 60),
      // Allocated again: the run that was synced later counts.
      day('B', '2024-01-02', '2024-02-01 00:00:00Z', 999, 999),
      day('C', '2024-01-02', '2024-02-09 00:00:00Z', 90, 60),
      // Synced at the same moment: the lesser id counts.
      day('E', '2024-01-03', '2024-02-01 00:00:00Z', 888, 888),
      day('D', '2024-01-03', '2024-02-01 00:00:00Z', 80, 60),
      // The same day of another completion is another fact.
      day('F', '2024-01-02', '2024-02-01 00:00:00Z', 7, null, 'C2'),
      day('G', '2024-01-03', '2024-02-01 00:00:00Z', null, null, 'C2'),
    ],
  });
  source = (await openStore(folder)).source;
});
afterAll(() => source.close());

const daysOf = async (args: string) => {
  const { data, errors } = await ask(
    source,
    `{ completions(orderBy: [COMPLETION_NAME_ASC]) { nodes { dailyAllocations(${args}) {
      totalCount nodes { idRec } aggregates { count sum { allocated { oilBbl boe } } } } } } }`,
  );
  expect(errors).toBeUndefined();
  return data?.completions.nodes.map(({ dailyAllocations: list }: any) => ({
    ids: list.nodes.map(({ idRec }: any) => idRec).join(''),
    total: list.totalCount,
    count: list.aggregates.count,
    oil: list.aggregates.sum.allocated.oilBbl,
    boe: list.aggregates.sum.allocated.boe,
  }));
};

describe('a day that was allocated twice', () => {
  test('counts once: the run synced last, then the lesser id', async () => {
    expect(await daysOf('orderBy: [ALLOCATION_DATE_ASC]')).toEqual([
      { ids: 'ACD', total: 3, count: 3, oil: 270, boe: 300 },
      { ids: 'FG', total: 2, count: 2, oil: 7, boe: 7 },
    ]);
  });

  test('shows the superseded run too where it is asked for', async () => {
    const [one] = await daysOf('orderBy: [ID_REC_ASC], superseded: true');
    expect(one).toMatchObject({ ids: 'ABCDE', total: 5, count: 5, oil: 2157 });
  });

  test('is told apart before it is filtered, so that a superseded run never slips through', async () => {
    const [one] = await daysOf('where: { allocated: { oilBbl: { gt: 95 } } }');
    expect(one).toMatchObject({ ids: 'A', total: 1, count: 1, oil: 100 });
  });

  test('counts once in a window, in groups and over all completions', async () => {
    const { data } = await ask(
      source,
      `{ dailyAllocations(from: "2024-01-02", to: "2024-01-03") { totalCount
        groups(by: [ALLOCATION_DATE]) { key { allocationDate } count sum { allocated { oilBbl } } } } }`,
    );
    expect(data?.dailyAllocations.totalCount).toBe(4);
    expect(data?.dailyAllocations.groups.map(({ count, sum }: any) => [count, sum.allocated.oilBbl])).toEqual([
      [2, 97],
      [2, 80],
    ]);
  });

  test('pages without showing it again', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data, errors } = await ask(
        source,
        `query ($after: String) { dailyAllocations(first: 2, after: $after) {
          nodes { idRec } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      expect(errors).toBeUndefined();
      seen.push(...data.dailyAllocations.nodes.map(({ idRec }: any) => idRec));
      after = data.dailyAllocations.pageInfo.hasNextPage ? data.dailyAllocations.pageInfo.endCursor : null;
    } while (after);
    expect(seen.sort()).toEqual(['A', 'C', 'D', 'F', 'G']);
  });
});

test('a day whose newer run belongs elsewhere is not shown where its older one did', async () => {
  const folder = writeFolder({
    stg_prodview__facilities: ['F1', 'F2'].map((id_rec) => ({ id_rec, id_flownet: 'N1' })),
    stg_prodview__daily_allocations: [
      { ...day('A', '2024-01-01', '2024-02-01 00:00:00Z', 100), id_rec_facility: 'F1' },
      { ...day('B', '2024-01-01', '2024-02-09 00:00:00Z', 90), id_rec_facility: 'F2' },
    ],
  });
  const other = (await openStore(folder)).source;
  const { data } = await ask(
    other,
    '{ facilities(orderBy: [ID_REC_ASC]) { nodes { dailyAllocations { totalCount nodes { idRec } } } } }',
  );
  await other.close();
  expect(data?.facilities.nodes.map(({ dailyAllocations: list }: any) => list)).toEqual([
    { totalCount: 0, nodes: [] },
    { totalCount: 1, nodes: [{ idRec: 'B' }] },
  ]);
});

describe('a sum that the store works out', () => {
  test('counts a missing term as nothing, and has no value where every term lacks one', async () => {
    const { data } = await ask(
      source,
      '{ dailyAllocations(orderBy: [ID_REC_ASC]) { nodes { idRec allocated { boe } netNewOilBbl } } }',
    );
    const values = data?.dailyAllocations.nodes.map((row: any) => [row.idRec, row.allocated.boe, row.netNewOilBbl]);
    expect(values).toEqual([
      ['A', 110, 75],
      ['C', 100, 67.5],
      ['D', 90, 60],
      ['F', 7, 5.25],
      ['G', null, null],
    ]);
  });

  test('can be filtered and ordered by', async () => {
    const { data } = await ask(
      source,
      `{ dailyAllocations(where: { allocated: { boe: { gte: 90 } } }, orderBy: [ALLOCATED_BOE_DESC], first: 2) {
        nodes { idRec } pageInfo { endCursor } } }`,
    );
    expect(data?.dailyAllocations.nodes.map(({ idRec }: any) => idRec)).toEqual(['A', 'C']);
    const next = await ask(
      source,
      `query ($after: String) { dailyAllocations(where: { allocated: { boe: { gte: 90 } } },
        orderBy: [ALLOCATED_BOE_DESC], after: $after) { nodes { idRec } } }`,
      { after: data?.dailyAllocations.pageInfo.endCursor },
    );
    expect(next.data?.dailyAllocations.nodes.map(({ idRec }: any) => idRec)).toEqual(['D']);
  });
});
