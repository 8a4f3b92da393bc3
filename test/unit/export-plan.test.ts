import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getOperationAST, parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { BadUserInput, LimitExceeded } from '../../src/errors.js';
import type { Context } from '../../src/server/context.js';
import { headerOf } from '../../src/server/export/column.js';
import { ExportedRows } from '../../src/server/export/exported-rows.js';
import { planExport } from '../../src/server/export/export-plan.js';
import { countDocument, PAGE_ROWS, pageDocument } from '../../src/server/export/page-document.js';
import { rowsOf } from '../../src/server/export/rows.js';
import { CELL_CHARACTERS, SHEET_ROWS } from '../../src/server/export/sheet-xml.js';
import { built } from '../support/execute.js';

function plan(text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return planExport({ schema: built.schema, document, operation, variables }, built.bindings);
}
const headers = (text: string, variables = {}) => plan(text, variables).columns.map(headerOf);
const pretty = (text: string) => print(parse(text));

describe('columns', () => {
  test.each<[string, string, string[]]>([
    ['values of the row', '{ units { nodes { unitName idRec } } }', ['unitName', 'idRec']],
    ['a unit of measure of the name', '{ completions { nodes { id } edges: __typename } }', ['id']],
    [
      'an embedded object and what it measures',
      '{ dailyAllocations { nodes { downtimeHours allocated { oilBbl gasMcf } } } }',
      ['downtimeHours [HOURS]', 'allocated.oilBbl [BBL]', 'allocated.gasMcf [MCF]'],
    ],
    [
      'the unit that was asked for, under the name that was',
      '{ dailyAllocations { nodes { allocated { e3m3: gasMcf(in: E3M3) oilBbl(in: BBL) } } } }',
      ['allocated.e3m3 [E3M3]', 'allocated.oilBbl [BBL]'],
    ],
    [
      'a linked object',
      '{ completions { nodes { label unit { unitName route: currentRoute { routeName } } } } }',
      ['label', 'unit.unitName', 'unit.route.routeName'],
    ],
    [
      'edges with their cursor',
      '{ units { edges { cursor node { unitName } } pageInfo { hasNextPage } totalCount } }',
      ['cursor', 'node.unitName'],
    ],
    [
      'what stands around the list, before its own',
      '{ unit(id: "x") { completions { nodes { label } } unitName surfaceLatitude } }',
      ['unit.unitName', 'unit.surfaceLatitude [DEG]', 'label'],
    ],
    [
      'fragments, and what is not skipped',
      'query ($no: Boolean = false) { units { nodes { ...A unitName @include(if: $no) } } } fragment A on Unit { idRec unitName @skip(if: true) }',
      ['idRec'],
    ],
    [
      'the fields of every type that an object may be of, each once',
      '{ remarks { nodes { about { __typename ... on Unit { unitName label } ... on Completion { label } } } } }',
      ['about.__typename', 'about.unitName', 'about.label'],
    ],
    [
      'lists in a list that is read at once, each point with its line',
      `{ productionSeries(completions: ["x"], from: "2024-01-01", to: "2024-02-01") {
        bucketUsed series { completion { label } points { at oilBbl m3: waterBbl(in: M3) } } } }`,
      ['productionSeries.bucketUsed', 'completion.label', 'at', 'oilBbl [BBL]', 'm3 [M3]'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(headers(text)).toEqual(expected);
  });
});

describe('what has no place in a file is refused by its name', () => {
  test.each<[string, string, string]>([
    ['a second root field', '{ units { nodes { id } } routes { nodes { id } } }', 'routes'],
    ['a second list', '{ unit(id: "x") { completions { nodes { id } } tanks { nodes { id } } } }', 'unit.tanks'],
    [
      'a list that is only counted',
      '{ unit(id: "x") { completions { nodes { id } } tanks { totalCount } } }',
      'unit.tanks',
    ],
    ['nodes beside edges', '{ units { nodes { id } edges { cursor } } }', 'units.edges'],
    ['a list in the rows', '{ units { nodes { id completions { nodes { id } } } } }', 'units.nodes.completions'],
    [
      'a list in an object of the rows',
      '{ completions { nodes { id unit { tanks { nodes { id } } } } } }',
      'completions.nodes.unit.tanks',
    ],
    ['measures of the list', '{ units { nodes { id } aggregates { count } } }', 'units.aggregates'],
    ['groups of the list', '{ units { groups(by: [UNIT_TYPE]) { count } } }', 'units.groups'],
    ['no rows', '{ units { totalCount } }', 'units'],
    ['no list', '{ unit(id: "x") { id } }', 'query'],
    ['no values', '{ units { pageInfo { hasNextPage } nodes { __typename @skip(if: true) } } }', 'query'],
    [
      'an object of several types above the list',
      '{ node(id: "x") { ... on Unit { completions { nodes { id } } } } }',
      'node',
    ],
    [
      'two columns of one name',
      '{ completion(id: "x") { unit { unitName } downtimes { nodes { completion: completionSelf } } } }'.replace(
        '{ unit { unitName } downtimes { nodes { completion: completionSelf } } }',
        '{ label allocations: dailyAllocations { nodes { completion { label } } } }',
      ),
      'completion.label',
    ],
    ['a name that pages are read by', '{ units { __page: nodes { id } } }', 'units.__page'],
    ['a mutation', 'mutation { endDowntime(input: {}) { outcome } }', 'query'],
  ])('%s', (_name, text, argument) => {
    expect(() => plan(text)).toThrow(BadUserInput);
    try {
      plan(text);
    } catch (error) {
      expect((error as BadUserInput).details.argument).toBe(argument);
    }
  });

  test('variables that do not fit', () => {
    expect(() => plan('query ($n: Int!) { units(first: $n) { nodes { id } } }')).toThrow(/\$n/);
  });
});

describe('pages', () => {
  const text = `query Q($n: Int, $from: String) {
    ...Root
  }
  fragment Root on Query { list: units(first: $n, where: { unitName: { eq: "A" } }, after: $from) {
    totalCount pageInfo { endCursor } nodes { ...Row } } }
  fragment Row on Unit { unitName }`;

  test('have the page in place of the one asked for, and nothing that a page costs but does not show', () => {
    expect(print(pageDocument(plan(text, { n: 3 }), { first: 50, after: 'here' }))).toBe(
      pretty(`query Q($n: Int, $from: String) {
        list: units(where: { unitName: { eq: "A" } }, first: 50, after: "here") {
          nodes { ...Row } __page: pageInfo { hasNextPage endCursor } } }
      fragment Root on Query { list: units(first: $n, where: { unitName: { eq: "A" } }, after: $from) {
        totalCount pageInfo { endCursor } nodes { ...Row } } }
      fragment Row on Unit { unitName }`),
    );
  });

  test('begin where the document says', () => {
    const resumed = plan(text, { from: 'there' });
    expect(resumed.connection?.isResumed).toBe(true);
    expect(plan(text).connection?.isResumed).toBe(false);
    expect(print(pageDocument(resumed, { first: 9 }))).toContain('after: $from, first: 9');
  });

  test('are counted without a page', () => {
    expect(print(countDocument(plan(text)))).toContain(
      'list: units(where: {unitName: {eq: "A"}}) {\n    totalCount\n  }',
    );
  });

  test('of a list that is read at once ask whether it is all', () => {
    const merged = '{ completion(id: "x") { mergedTests(from: "2024-01-01", to: "2024-02-01") { nodes { match } } } }';
    expect(print(pageDocument(plan(merged), { first: 9 }))).toContain('__cut: truncated');
  });

  test.each(['', ', first: 3'])('of a list that is read at once have as many rows as a page has%s', (own) => {
    const window = 'from: "2024-01-01", to: "2024-12-31"';
    const merged = `{ completion(id: "x") { mergedDailyVolumes(${window}${own}) { nodes { day } } } }`;
    expect(print(pageDocument(plan(merged), { first: 1000 }))).toContain(`${window}, first: 1000)`);
  });

  test('of a search, whose hits are the best of all, have what it is asked for', () => {
    const hits = '{ searchWells(text: "x", first: 30) { hits { unit { unitName } } } }';
    expect(print(pageDocument(plan(hits), { first: 1000 }))).toContain('first: 30)');
  });
});

test('rows carry what stands around them; what is not there has none', () => {
  const { shape } = plan('{ unit(id: "x") { unitName completions { nodes { label unit { unitType } } } } }');
  const nodes = [
    { label: 'a', unit: { unitType: 't' } },
    { label: 'b', unit: null },
  ];
  expect([...rowsOf({ unit: { unitName: 'U', completions: { nodes } } }, shape)]).toEqual([
    ['U', 'a', 't'],
    ['U', 'b', null],
  ]);
  expect([...rowsOf({ unit: null }, shape)]).toEqual([]);
});

test('lists in a list that is read at once are told one by one', () => {
  const { shape } = plan(`{ productionSeries(completions: ["x"], from: "2024-01-01", to: "2024-02-01") {
    bucketUsed series { completion { label } points { at oilBbl } } } }`);
  const points = [
    { at: '2024-01-01', oilBbl: 1 },
    { at: '2024-02-01', oilBbl: null },
  ];
  const series = [
    { completion: { label: 'A' }, points },
    { completion: null, points: [] },
    { completion: { label: 'B' }, points: points.slice(1) },
  ];
  expect([...rowsOf({ productionSeries: { bucketUsed: 'MONTH', series } }, shape)]).toEqual([
    ['MONTH', 'A', '2024-01-01', 1],
    ['MONTH', 'A', '2024-02-01', null],
    ['MONTH', 'B', '2024-02-01', null],
  ]);
});

test('a list that says itself that it was cut is no export', async () => {
  const merged = '{ completion(id: "x") { mergedTests(from: "2024-01-01", to: "2024-02-01") { nodes { match } } } }';
  const opened = (cut: boolean) => {
    const data = { completion: { mergedTests: { nodes: [{ match: 'BOTH' }], __cut: cut } } };
    const context = { costs: new Map() } as unknown as Context;
    const reads = { plan: plan(merged), execute: async () => ({ data }), contextOfPage: async () => context };
    return new ExportedRows({ ...reads, pageRows: 9, maxRows: 9 }).open(context);
  };
  await expect(opened(true)).rejects.toThrow(LimitExceeded);
  expect((await (await opened(false)).next()).value).toEqual([['BOTH']]);
});

test('the README has the limits of an export', () => {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  const [, table = ''] = /\| of an export \| limit \|\n([\s\S]*?)\n\n/.exec(readme) ?? [];
  const constants = [SHEET_ROWS - 1, PAGE_ROWS, CELL_CHARACTERS].map((each) => each.toLocaleString('en'));
  for (const limit of ['MAX_EXPORT_ROWS', 'EXPORT_TIMEOUT_SECONDS', ...constants]) expect(table).toContain(limit);
});
