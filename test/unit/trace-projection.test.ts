import { type GraphQLResolveInfo, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { needsOfDocument } from '../../src/binding/projection.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const { bindings, schema } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);

function columns(document: string, type: string): string[] {
  const [operation, ...rest] = parse(document).definitions as OperationDefinitionNode[];
  const fragments = Object.fromEntries(rest.map((node) => [node.name?.value, node]));
  const info = { operation, fragments, variableValues: {}, schema } as unknown as GraphQLResolveInfo;
  return [...(needsOfDocument(info, bindings).get(type)?.columns ?? [])].sort();
}

const ask = (fields: string) => `query { trace(from: "x", on: "2024-01-01") { ${fields} } }`;

test.each([
  ['a bound type two levels down', ask('nodes { node { nodeName } }'), 'UnitNode', ['node_name']],
  ['a type linked from there', ask('nodes { node { network { flowNetworkName } } }'), 'Network', ['flow_network_name']],
  [
    'an embedded object of a bound type',
    ask('nodes { volume { gathered { gasMcf } } }'),
    'NodeDailyVolume',
    ['gas_volume_mcf'],
  ],
  [
    'what a computed field reads',
    ask('nodes { unit { label } }'),
    'Unit',
    ['id_rec', 'unit_display_name', 'unit_name'],
  ],
  [
    'a list beneath',
    ask('nodes { unit { completions { nodes { completionName } } } }'),
    'Completion',
    ['completion_name'],
  ],
  [
    'fragments on types without a view',
    `${ask('...T')} fragment T on Trace { nodes { ...N ... on TraceNode { unit { county } } } }
     fragment N on TraceNode { unit { api10 } }`,
    'Unit',
    ['api_10', 'county'],
  ],
  [
    'no column for what the trace itself says',
    ask('edges { from } nodes { name } balance { in { hcliqBbl } }'),
    'UnitNode',
    [],
  ],
])('a hand-written root field needs %s', (_, document, type, expected) => {
  expect(columns(document, type)).toEqual(expected);
});
