import { type GraphQLResolveInfo, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { needsOfDocument } from '../../src/binding/projection.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const { bindings, schema } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);

/** The columns of each type that a document needs, beside the keys. */
function needs(document: string, variableValues: Record<string, unknown> = {}) {
  const { definitions } = parse(document);
  const operation = definitions.find(({ kind }) => kind === 'OperationDefinition') as OperationDefinitionNode;
  const fragments = Object.fromEntries(
    definitions.flatMap((node) => (node.kind === 'FragmentDefinition' ? [[node.name.value, node]] : [])),
  );
  return needsOfDocument({ operation, fragments, variableValues, schema } as unknown as GraphQLResolveInfo, bindings);
}
const columns = (document: string, type: string, variables = {}) =>
  [...(needs(document, variables).get(type)?.columns ?? [])].sort();

test.each([
  ['fields and aliases', '{ units { nodes { a: unitName b: unitName } } }', 'Unit', ['unit_name']],
  ['edges', '{ units { edges { node { unitName } } } }', 'Unit', ['unit_name']],
  [
    'the columns a link starts from',
    '{ units { nodes { currentRoute { routeName } } } }',
    'Unit',
    ['current_route_id'],
  ],
  [
    'both ends of a link',
    '{ units { nodes { completions { nodes { completionName } } } } }',
    'Completion',
    ['completion_name'],
  ],
  [
    'what a computed field reads',
    '{ units { nodes { label } } }',
    'Unit',
    ['id_rec', 'unit_display_name', 'unit_name'],
  ],
  [
    'embedded objects, only the fields asked for',
    '{ dailyAllocations { nodes { allocated { oilBbl } audit { syncedAt } } } }',
    'DailyAllocation',
    ['_fivetran_synced', 'allocated_oil_bbl'],
  ],
  [
    'fragments',
    '{ units { ...P } } fragment P on UnitConnection { nodes { ...U } } fragment U on Unit { api10 }',
    'Unit',
    ['api_10'],
  ],
  [
    'inline fragments on a node',
    '{ node(id: "x") { id ... on Completion { completionName } } }',
    'Completion',
    ['completion_name'],
  ],
  ['no column for a count', '{ units { totalCount } }', 'Unit', []],
  ['no column for a type name', '{ units { nodes { __typename } } }', 'Unit', []],
])('a document needs %s', (_, document, type, expected) => expect(columns(document, type)).toEqual(expected));

test('what is skipped is not needed', () => {
  const document =
    'query Q($wide: Boolean!) { units { nodes { unitName api10 @include(if: $wide) timezone @skip(if: $wide) } } }';
  expect(columns(document, 'Unit', { wide: true })).toEqual(['api_10', 'unit_name']);
  expect(columns(document, 'Unit', { wide: false })).toEqual(['timezone', 'unit_name']);
});

test('measures are those asked for, and cursors only where one is', () => {
  const need = needs(
    '{ dailyAllocations { aggregates { count sum { allocated { oilBbl } } max { allocationDate } } } }',
  ).get('DailyAllocation');
  expect([...(need?.aggregates.keys() ?? [])]).toEqual(['count', 'sum_allocated_oil_bbl', 'max_allocation_date']);
  expect(need?.cursors).toBe(false);
  expect(needs('{ units { pageInfo { endCursor } } }').get('Unit')?.cursors).toBe(true);
  expect(needs('{ units { pageInfo { hasNextPage } } }').get('Unit')?.cursors).toBe(false);
});

test('what is skipped is not needed, on fragments too, and costs no measure and no cursor', () => {
  const document = `query Q($wide: Boolean = false) { units {
    nodes { ...U @include(if: $wide) ... on Unit @skip(if: true) { timezone } unitName }
    totalCount @include(if: $wide)
    pageInfo { endCursor @include(if: $wide) }
  } } fragment U on Unit { api10 }`;
  const [narrow, wide] = [false, true].map((value) => needs(document, { wide: value }).get('Unit'));
  expect([...(narrow?.columns ?? [])]).toEqual(['unit_name']);
  expect([narrow?.cursors, narrow?.aggregates.size]).toEqual([false, 0]);
  expect([...(wide?.columns ?? [])]).toEqual(['api_10', 'unit_name']);
  expect([wide?.cursors, wide?.aggregates.size]).toEqual([true, 1]);
});

test('a type that stands in several places needs what any of them asks for', () => {
  const document = `{
    units { nodes { api10 completions { nodes { unit { timezone } } } } }
    again: units { edges { cursor node { county } } }
    node(id: "x") { ... on Unit { unitName } ... on Node { id ... on Unit { division } } }
  }`;
  const LINKED = ['id_flownet', 'id_rec']; // what completions hang on
  expect(columns(document, 'Unit')).toEqual(
    [...LINKED, 'api_10', 'county', 'division', 'timezone', 'unit_name'].sort(),
  );
  expect(needs(document).get('Unit')?.cursors).toBe(true);
});

test('groups are measured apart from aggregates, and an aggregate needs no row', () => {
  const need = needs(`{ dailyAllocations {
    groups(by: [ALLOCATION_DATE_MONTH]) { key { allocationDateMonth } ...M }
    aggregates { avg { downtimeHours __typename } }
  } } fragment M on DailyAllocationGroupRow { count oil: sum { allocated { oilBbl } } }`).get('DailyAllocation');
  expect([...(need?.groups.values() ?? [])].map(({ as, path }) => [as, path.join('.')])).toEqual([
    ['count', 'count'],
    ['sum_allocated_oil_bbl', 'sum.allocated.oilBbl'],
  ]);
  expect([...(need?.aggregates.keys() ?? [])]).toEqual(['count', 'avg_downtime_hours']);
  expect([...(need?.columns ?? [])]).toEqual([]);
});

test('an operation that reads no store needs nothing', () => {
  expect(needs('{ __typename __schema { types { name } } }').size).toBe(0);
});
