import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { isUnconditional } from '../../src/binding/unconditional.js';

function isFree(text: string): boolean {
  const { definitions } = parse(text);
  const fragments = definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  return isUnconditional(operation, Object.fromEntries(fragments.map((node) => [node.name.value, node])));
}

test.each([
  ['{ units { nodes { label } } }', true],
  ['query ($first: Int) { units(first: $first) { nodes { ...U } } } fragment U on Unit { label }', true],
  ['{ units { nodes { label @skip(if: false) } } }', false],
  ['query ($deep: Boolean!) { units { nodes { ... on Unit @include(if: $deep) { label } } } }', false],
  ['query ($deep: Boolean!) { units { nodes { ...U @include(if: $deep) } } } fragment U on Unit { label }', false],
  ['query ($deep: Boolean!) { units { nodes { ...U } } } fragment U on Unit { label @include(if: $deep) }', false],
])('%s selects the same whatever its variables are: %s', (text, expected) => {
  expect(isFree(text)).toBe(expected);
});
