import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { LimitExceeded } from '../../src/errors.js';
import { checkCost, costOf } from '../../src/server/cost.js';
import { built } from '../support/execute.js';

function asked(text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return { schema: built.schema, document, operation, variables };
}
const cost = (text: string, variables = {}, maxRows = 250_000) => costOf(asked(text, variables), maxRows);

describe('a document costs as many values as it can bring', () => {
  test.each<[string, string, number]>([
    ['a field', '{ unit(id: "x") { label idRec } }', 3],
    ['a page of a list that says nothing', '{ units { nodes { label } } }', 1 + 1 + 20],
    ['a page of a list that says how many', '{ units(first: 7) { nodes { label } } }', 1 + 1 + 7],
    ['a page by its edges', '{ units(first: 7) { edges { cursor node { label } } } }', 1 + 1 + 7 + 7 + 7],
    ['no rows', '{ units(first: 0) { nodes { label } } }', 2],
    ['what is not in the page', '{ units(first: 7) { totalCount pageInfo { hasNextPage } aggregates { count } } }', 6],
    ['a list in a list', '{ units(first: 5) { nodes { completions(first: 3) { nodes { label } } } } }', 2 + 5 + 5 + 15],
    [
      'the example of the README',
      '{ units(first: 100) { nodes { label completions(first: 5) { nodes { label } } } } }',
      802,
    ],
    ['groups', '{ units { groups(by: [UNIT_TYPE], first: 50) { count key { unitType } } } }', 2 + 50 + 50 + 50],
    [
      'a trace',
      '{ trace(from: "x", on: "2024-01-01", maxNodes: 9) { nodes { name } edges { from to } } }',
      1 + 10 + 19,
    ],
    [
      'a series',
      '{ productionSeries(completions: ["a", "b", "c"], from: "2024-01-01", to: "2024-02-01", maxPoints: 10) { series { points { start } } } }',
      1 + 1 + 3 + 30,
    ],
    ['hits of a search', '{ searchWells(text: "a", first: 4) { matched hits { score } } }', 1 + 1 + 1 + 4],
    ['a fragment', '{ units(first: 3) { ...P } } fragment P on UnitConnection { nodes { ... on Unit { label } } }', 5],
    ['the same twice', '{ a: units(first: 3) { nodes { label } } b: units(first: 3) { nodes { label } } }', 10],
    ['what is left out', '{ units(first: 3) { nodes { label @skip(if: true) idRec @include(if: false) } } }', 2],
    ['a namespace', '{ wiserock { __typename } }', 2],
    ['introspection', getIntrospectionQuery(), 1],
  ])('%s', (_, text, expected) => expect(cost(text)).toBe(expected));

  test('as its variables and their defaults say', () => {
    const text =
      'query ($rows: Int = 4, $all: Boolean!) { units(first: $rows) { nodes { label @include(if: $all) } } }';
    expect(cost(text, { all: true })).toBe(6);
    expect(cost(text, { all: true, rows: 9 })).toBe(11);
    expect(cost(text, { all: false, rows: 9 })).toBe(2);
  });

  test('no place counts more rows than one statement brings', () => {
    const text =
      '{ units(first: 100) { nodes { completions(first: 100) { nodes { statuses(first: 100) { nodes { status } } } } } } }';
    expect(cost(text, {}, 50_000)).toBe(2 + 100 + 100 + 10_000 + 10_000 + 50_000);
  });

  test('variables that do not fit cost nothing: they are refused when they are used', () => {
    expect(cost('query ($rows: Int) { units(first: $rows) { nodes { label } } }', { rows: 'many' })).toBe(0);
    expect(cost('query ($rows: Int!) { units(first: $rows) { nodes { label } } }', {})).toBe(0);
    expect(cost('query ($rows: Int) { units(first: $rows) { nodes { label } } }', { rows: -5 })).toBe(2);
  });
});

test('a refusal says the limit, the measure and how to ask for less', () => {
  const query = asked('{ units(first: 10) { nodes { label } } }');
  expect(() => checkCost(query, { maxCost: 12, maxRows: 100 })).not.toThrow();
  const refused = () => checkCost(query, { maxCost: 11, maxRows: 100 });
  expect(refused).toThrow(LimitExceeded);
  expect(refused).toThrow(/may bring 12 values; at most 11 .* fewer rows a page \(`first`\)/);
  expect(refused).toThrow(expect.objectContaining({ details: { what: 'cost', limit: 11, measured: 12 } }));
});
