import { expect, test } from 'vitest';
import { boundColumns } from '../../src/binding/bound-columns.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { measuresOf } from '../../src/binding/measures.js';
import { withDirectives } from '../support/sdl.js';

const A = 'type A @view(source: PRODVIEW, name: "a")';
const bound = (sdl: string) => compileBindings(withDirectives(sdl));

test('a look-up finds one row, so its type is no list', () =>
  expect(() => bound(`${A} { idRec: ID! } type Query { a(id: ID!): [A!] @lookup }`)).toThrow('Query.a'));

test('a look-up by the global id has no second argument', () =>
  expect(() => bound(`${A} { idRec: ID! } type Query { a(id: ID!, name: String): A @lookup }`)).toThrow('Query.a'));

test('a link has at least one column', () =>
  expect(() => bound(`${A} { idRec: ID! a: A @link(from: [], to: []) } type Query { a: [A!] @list }`)).toThrow('A.a'));

test('the store is told of the columns that a look-up reads', () => {
  const sdl = `${A} { idRec: ID! } type Query { a(name: String!): A @lookup(by: ["name"], prefer: "is_open") }`;
  const columns = boundColumns(bound(sdl), 'PRODVIEW').get('a');
  expect(columns?.map(({ name }) => name)).toEqual(['id_rec', 'name', 'is_open']);
});

test('two fields of one column are both measured', () => {
  const field = (name: string) => `${name}: Float @uom(is: NONE) @column(name: "oil")`;
  const view = bound(`${A} { idRec: ID! ${field('b')} ${field('c')} } type Query { a: [A!] @list }`).views.get('A');
  const measures = view
    ? measuresOf(view, [
        ['sum', 'b'],
        ['sum', 'c'],
      ])
    : [];
  expect(new Set(measures.map(({ as }) => as)).size).toBe(2);
});
