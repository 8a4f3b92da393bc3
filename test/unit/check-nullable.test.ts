import { buildSchema as parsed } from 'graphql';
import { expect, test } from 'vitest';
import { checkNullable } from '../../src/server/check-nullable.js';

const schema = parsed('type Query { unit: Unit trace: String! } type Unit { label: String! tests: Int! days: Int }');
const reads = (_row: unknown, _args: unknown, _context: unknown, _info: unknown) => null;
const computes = (_row: unknown) => null;

test('a field that reads a store may not be non-null: its failure would cost its siblings', () => {
  const written = { Query: { unit: reads, trace: reads }, Unit: { label: computes, tests: reads, days: reads } };
  expect(() => checkNullable(schema, written)).toThrow(
    'Read a store, so they have to be nullable: Query.trace, Unit.tests',
  );
});

test('what is computed of its own row may be', () => {
  expect(() => checkNullable(schema, { Query: { unit: reads }, Unit: { label: computes, days: reads } })).not.toThrow();
});
