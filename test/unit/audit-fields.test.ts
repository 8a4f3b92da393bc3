import { buildSchema, type FragmentDefinitionNode, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { personalFieldsOf } from '../../src/audit/personal-fields.js';

const schema = buildSchema(`
  type Query { units: [Unit!] anything: Any }
  type Mutation { rename: Unit }
  type Unit { label: String foreman: String audit: Audit parent: Unit }
  type Audit { createdBy: String at: String }
  union Any = Unit | Audit
`);
const isPersonal = (type: string, field: string) => ['Unit.foreman', 'Audit.createdBy'].includes(`${type}.${field}`);

function found(text: string, variableValues: Record<string, unknown> = {}): string[] {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const parts = document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === 'FragmentDefinition',
  );
  const fragments = Object.fromEntries(parts.map((node) => [node.name.value, node]));
  return personalFieldsOf({ operation, fragments, variableValues, schema }, isPersonal, (type) => type === 'Unit').map(
    (each) => each.join('.'),
  );
}

test.each([
  ['none', '{ units { label audit { at } } }', []],
  [
    'one, once, wherever it stands and under whatever name',
    '{ units { boss: foreman parent { foreman } } }',
    ['Unit.foreman'],
  ],
  ['within an object', '{ units { audit { createdBy } } }', ['Unit.audit.createdBy']],
  ['in fragments', '{ units { ...A } } fragment A on Unit { ...B } fragment B on Unit { foreman }', ['Unit.foreman']],
  ['of one kind among several', '{ anything { ... on Audit { createdBy } } }', ['Query.anything.createdBy']],
  ['of a mutation', 'mutation { rename { foreman } }', ['Unit.foreman']],
])('%s', (_, text, fields) => expect(found(text)).toEqual(fields));

test('what is skipped is not shown', () => {
  const text = 'query ($with: Boolean!) { units { foreman @include(if: $with) audit @skip(if: true) { createdBy } } }';
  expect(found(text, { with: false })).toEqual([]);
  expect(found(text, { with: true })).toEqual(['Unit.foreman']);
});
