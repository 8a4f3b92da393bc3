import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';
import { type Reading, readings, rowsOf } from '../support/sample-rows.js';

const COMPLETIONS = ['C0', 'C1', 'C2'].map((id_rec) => ({ id_rec, id_flownet: 'N1', id_rec_parent: 'U1' }));
const storeOf = async (rows: readonly Reading[]) => {
  const parameters = rows.length > 0 ? rows : [{ id_rec: null, id_rec_parent: null }];
  return (
    await openStore(
      writeFolder({ stg_prodview__completions: COMPLETIONS, stg_prodview__completion_parameters: parameters }),
    )
  ).source;
};

const number = fc.constantFrom(0, 1, 1.5, 2, 300);
const filter = fc.oneof(
  fc.constant({}),
  fc.record({
    tubingPressurePsi: fc.oneof(
      fc.record({ gt: number }),
      fc.record({ lte: number }),
      fc.record({ ne: number }),
      fc.record({ in: fc.array(number, { maxLength: 3 }) }),
      fc.record({ notIn: fc.array(number, { maxLength: 3 }) }),
    ),
  }),
  fc.record({
    plungerMake: fc.oneof(
      fc.record({ contains: fc.constantFrom('A', '%', "'", '_') }),
      fc.record({ startsWith: fc.constantFrom('ac', 'BAR') }),
      fc.record({ isNull: fc.boolean() }),
    ),
  }),
  fc.record({ not: fc.record({ tubingPressurePsi: fc.record({ gt: number }) }) }),
  fc.record({
    or: fc.tuple(
      fc.record({ tubingPressurePsi: fc.record({ lt: number }) }),
      fc.record({ audit: fc.record({ isLocked: fc.record({ eq: fc.boolean() }) }) }),
    ),
  }),
);

const MEASURES =
  'count sum { tubingPressurePsi } avg { tubingPressurePsi } min { tubingPressurePsi measurementDate } max { tubingPressurePsi measurementDate }';
const LIST = `totalCount nodes { idRec measurementDate tubingPressurePsi plungerMake audit { isLocked } } aggregates { ${MEASURES} }
  groups(by: [MEASUREMENT_DATE_MONTH, PLUNGER_MAKE, AUDIT_IS_LOCKED], first: 500) { key { measurementDateMonth plungerMake auditIsLocked } ${MEASURES} }`;
const DOCUMENT = `query All($where: CompletionParameterWhere, $all: CompletionParameterWhere) {
  root: completionParameters(first: 1000, where: $all) { ${LIST} }
  completions { nodes { idRec parameters(first: 1000, where: $where) { ${LIST} } } }
}`;

test('measures and groups are those of the rows, at the root and below parents, for any filter', async () => {
  await fc.assert(
    fc.asyncProperty(readings, filter, async (some, where) => {
      const source = await storeOf(rowsOf(some));
      const all = { and: [where, { idRec: { isNull: false } }] };
      const { data, errors } = await ask(source, DOCUMENT, { where, all });
      expect(errors).toBeUndefined();
      for (const list of [data.root, ...data.completions.nodes.map((node: any) => node.parameters)]) checkList(list);
      const below = data.completions.nodes.flatMap((node: any) => node.parameters.nodes.map(({ idRec }: any) => idRec));
      expect(below.sort()).toEqual(data.root.nodes.map(({ idRec }: any) => idRec).sort());
      await source.close();
    }),
    { numRuns: 40 },
  );
});

interface Node {
  readonly measurementDate: string | null;
  readonly tubingPressurePsi: number | null;
  readonly plungerMake: string | null;
  readonly audit: { readonly isLocked: boolean | null };
}

function checkList({ nodes, totalCount, aggregates, groups }: any): void {
  expect(totalCount).toBe(nodes.length);
  expectMeasures(aggregates, nodes);
  const byKey = new Map<string, Node[]>();
  for (const node of nodes as Node[]) {
    const month = node.measurementDate && `${node.measurementDate.slice(0, 7)}-01`;
    const key = JSON.stringify([month, node.plungerMake, node.audit.isLocked]);
    byKey.set(key, [...(byKey.get(key) ?? []), node]);
  }
  expect(groups).toHaveLength(byKey.size);
  for (const group of groups) {
    const { measurementDateMonth, plungerMake, auditIsLocked } = group.key;
    expectMeasures(group, byKey.get(JSON.stringify([measurementDateMonth, plungerMake, auditIsLocked])) ?? []);
  }
}

function expectMeasures(measured: any, nodes: readonly Node[]): void {
  const pressures = nodes.flatMap(({ tubingPressurePsi }) => (tubingPressurePsi === null ? [] : [tubingPressurePsi]));
  const dates = nodes.flatMap(({ measurementDate }) => (measurementDate === null ? [] : [measurementDate])).sort();
  const sum = pressures.length > 0 ? pressures.reduce((total, pressure) => total + pressure, 0) : null;
  expect(measured.count).toBe(nodes.length);
  expectNear(measured.sum.tubingPressurePsi, sum);
  expectNear(measured.avg.tubingPressurePsi, sum === null ? null : sum / pressures.length);
  expect(measured.min).toEqual({
    tubingPressurePsi: pressures.length > 0 ? Math.min(...pressures) : null,
    measurementDate: dates[0] ?? null,
  });
  expect(measured.max).toEqual({
    tubingPressurePsi: pressures.length > 0 ? Math.max(...pressures) : null,
    measurementDate: dates.at(-1) ?? null,
  });
}

function expectNear(said: number | null, expected: number | null): void {
  if (expected === null) expect(said).toBeNull();
  else expect(said).toBeCloseTo(expected, 9);
}
