import { expect, test } from 'vitest';
import { BindingMistakes } from '../../src/binding/bindings.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { withDirectives } from '../support/sdl.js';

const OWNER = (field: string, more = '') =>
  `type A @view(source: PRODVIEW, name: "a") { idRec: ID! aboutId: ID aboutTable: String ${field} }
   type B @view(source: PRODVIEW, name: "b", table: "pvUnitB") { idRec: ID! }
   type C @view(source: PRODVIEW, name: "c", table: "pvUnitC") { idRec: ID! }
   type D @view(source: PRODVIEW, name: "d", table: "pvUnitC") { idRec: ID! }
   type E @view(source: PRODVIEW, name: "e") { idRec: ID! }
   union BorC = B | C  union CorD = C | D  union BorE = B | E
   type Query { a: [A!] @list } ${more}`;
const LINK = '@link(from: ["about_id"], table: "about_table")';

const mistakesOf = (field: string): readonly string[] => {
  try {
    compileBindings(withDirectives(OWNER(field)));
  } catch (error) {
    if (error instanceof BindingMistakes) return error.mistakes;
    throw error;
  }
  return [];
};

test('a union is told apart by the table', () => {
  const field = compileBindings(withDirectives(OWNER(`about: BorC ${LINK}`)))
    .views.get('A')
    ?.fields.get('about');
  expect(field).toMatchObject({ kind: 'polymorphic', from: { name: 'about_id' }, table: { name: 'about_table' } });
  expect(field?.kind === 'polymorphic' && [...field.targets]).toEqual([
    ['pvunitb', 'B'],
    ['pvunitc', 'C'],
  ]);
});

test.each([
  [`about: B ${LINK}`, 'A.about: names a table, so its type has to be a union'],
  [`about: [BorC!] ${LINK}`, 'A.about: names a table, so its type has to be a union'],
  [`about: BorC! ${LINK}`, 'A.about: reads a store, so it has to be nullable'],
  ['about: BorC @link(from: ["about_id", "id_rec"], table: "about_table")', 'A.about: names a table, so it joins one'],
  [`about: BorE ${LINK}`, 'A.about: may be a E, whose @view names no table'],
  [`about: CorD ${LINK}`, 'A.about: may be a D or a C, both of table pvunitc'],
])('%s', (field, reason) => {
  expect(mistakesOf(field).some((mistake) => mistake.startsWith(reason))).toBe(true);
});
