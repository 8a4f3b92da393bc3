import { type GraphQLResolveInfo, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { needsOfDocument } from '../../src/binding/projection.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const bindings = compileBindings(readSdl(SCHEMA_FOLDER));

/** The columns of each type that a document needs, beside the keys. */
function needs(document: string, variableValues: Record<string, unknown> = {}) {
  const { definitions } = parse(document);
  const operation = definitions.find(({ kind }) => kind === 'OperationDefinition') as OperationDefinitionNode;
  const fragments = Object.fromEntries(
    definitions.flatMap((node) => (node.kind === 'FragmentDefinition' ? [[node.name.value, node]] : [])),
  );
  return needsOfDocument({ operation, fragments, variableValues } as unknown as GraphQLResolveInfo, bindings);
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
