import { expect, test } from 'vitest';
import { BindingMistakes } from '../../src/binding/bindings.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { withDirectives } from '../support/sdl.js';

const A = 'type A @view(source: PRODVIEW, name: "a")';
const B = 'type B @view(source: PRODVIEW, name: "b") { idRec: ID! bornOn: Date size: Float @uom(is: NONE) }';
const N = 'type N @view(source: PRODVIEW, name: "n", key: ["id_flownet"], scopeOf: NETWORK) { idFlownet: ID! }';
const scoped = (scope: string) =>
  `type A @view(source: PRODVIEW, name: "a", scope: ${scope}) { idRec: ID! size: Float @uom(is: NONE) idFlownet: ID!
     net: N @link(from: ["id_flownet"]) b: B @link(from: ["b_id"]) } ${B}`;
const mistakesOf = (sdl: string): readonly string[] => {
  try {
    compileBindings(withDirectives(sdl.includes('type Query') ? sdl : `${sdl} type Query { a: [A!] @list }`));
  } catch (error) {
    if (error instanceof BindingMistakes) return error.mistakes;
    throw error;
  }
  return [];
};

test.each([
  [`${A} { idRec: ID! oil: Float }`, 'A.oil: is a number whose name ends in no unit'],
  [
    `${A} { idRec: ID! b: B @link(from: ["b_id"]) } type B { idRec: ID! }`,
    'A.b: links to B, which is bound to no view',
  ],
  [`${A} { idRec: ID! b: B @link(from: ["b_id", "net"]) } ${B}`, 'A.b: joins 2 column(s) to 1'],
  [`${A} { idRec: ID! bornOn: Date b: B @link(from: ["born_on"]) } ${B}`, 'A.b: joins born_on (date) to id_rec (text)'],
  [`${A} { idRec: ID! b: B! @link(from: ["b_id"]) } ${B}`, 'A.b: reads a store, so it has to be nullable'],
  [
    `${A} { idRec: ID! b: [B!] @link(from: ["id_rec"], to: ["a_id"], order: "size") } ${B}`,
    'A.b: orders by size, which B shows as no date',
  ],
  [`${A} { idRec: ID! b: B } ${B}`, 'A.b: is no scalar; a B needs @link or @embed'],
  [
    `${A} { idRec: ID! e: E @embed(prefix: "e_") } type E { gasMcf: Float }`,
    'A.e: is embedded in the same row, so it is never null',
  ],
  [`${A} { idRec: ID! e: String! @embed(prefix: "e_") }`, 'A.e: embeds String, which is no object type'],
  [
    `${A} { idRec: ID! e: E! @embed(without: ["nothing"]) } type E { gasMcf: Float }`,
    'A.e: names E.nothing, which does not exist',
  ],
  [
    `${A} { idRec: ID! e: E! @embed(prefix: "e_") } type E { gas: Float }`,
    'A.e: .gas is a number whose name ends in no unit',
  ],
  [`${A} { idRec: ID! c: String @needs(fields: ["none"]) }`, 'A.c: @needs none, which does not exist'],
  [
    `${A} { idRec: ID! c: String @needs(fields: ["d"]) d: String @needs(fields: ["c"]) }`,
    'A.c: @needs goes round: c → d → c',
  ],
  [`${A} { idRec: ID! } type Query { a: A @list }`, 'Query.a: is a @list of a type that is no list'],
  [
    `${A} { idRec: ID! } type Query { a(x: String, y: String): A @lookup(by: ["x"]) }`,
    'Query.a: looks up by 1 column(s) with 2 argument(s)',
  ],
  [
    `${A} { idRec: ID! } type Query { a(x: ID!): A @lookup }`,
    'Query.a: looks up by the global id, so its argument has to be id',
  ],
  [`${A} { idRec: ID! } type Query { a: [A!] @list n: Int @list }`, 'Query.n: reads Int, which is bound to no view'],
  [`${A} { idRec: ID! } type Query { a: [A!]! @list }`, 'Query.a: reads a store, so it has to be nullable'],
  [
    `${A} { idRec: ID! oilBbl: Float } type Query { a: [A!] @list(order: "oil_bbl") }`,
    'Query.a: orders by oil_bbl, which A shows as no date',
  ],
  [`${A} { idRec: ID! names: [Int!] }`, 'A.names: is no scalar'],
  [`${A} { idRec: ID! k: K } scalar K`, 'A.k: has the scalar K, which no column can hold'],
  [
    `${A} { idRec: ID! e: E! @embed(columns: [{ field: "nothing", column: "x" }]) } type E { gasMcf: Float }`,
    'A.e: names E.nothing, which does not exist',
  ],
  [`${A} { idRec: ID! bornOn: Date @personal }`, 'A.bornOn: is @personal and no text'],
  [
    `${A} { idRec: ID! tester: String @personal b: B @link(from: ["tester"]) } ${B}`,
    'A.b: stands on tester, which is @personal',
  ],
  [
    `${A} { idRec: ID! tester: String @personal } type Query { a(tester: String!): A @lookup(by: ["tester"]) }`,
    'Query.a: stands on tester, which is @personal',
  ],
  [`${A} { idRec: ID! c: String @needs(fields: ["c"]) }`, 'A.c: @needs goes round: c → c'],
  [
    'type U @view(source: PRODVIEW, name: "u", scopeOf: UNIT) { idRec: ID! } type Query { a: [U!] @list }',
    'U: is what scopes of UNIT are made of, and has no idFlownet',
  ],
  [
    'type N @view(source: PRODVIEW, name: "n", scopeOf: NETWORK) { idRec: ID! idFlownet: ID! } type Query { a: [N!] @list }',
    'N: is a scope of NETWORK, and is not the network itself',
  ],
  [`${scoped('["net"]')} ${N}`, 'A: its scope leads to N only; a viewer of one route would see all of its network'],
  [`${scoped('["b"]')} ${N}`, 'A: its scope leads to B, which no scope is made of'],
  [`${scoped('["size"]')} ${N}`, 'A: has its scope from size, which is no link of it'],
  [`${scoped('[]')} ${N}`, 'A: has a scope of no links'],
])('%s', (sdl, reason) => {
  expect(mistakesOf(sdl).some((mistake) => mistake.startsWith(reason))).toBe(true);
});

test('all mistakes are named at once', () => {
  expect(mistakesOf(`${A} { idRec: ID! oil: Float gas: Float c: String @needs(fields: ["none"]) }`)).toHaveLength(3);
});

test('a schema without mistakes has none', () => {
  expect(
    mistakesOf(
      `${A} { idRec: ID! oilBbl: Float b: [B!] @link(from: ["id_rec"], to: ["a_id"], order: "born_on") } ${B}`,
    ),
  ).toEqual([]);
});

test('a computed field without a resolver stops the build', () => {
  const sdl = `${A} { idRec: ID! c: String @needs(fields: ["idRec"]) } type Query { a: [A!] @list }`;
  expect(() => buildSchema(withDirectives(sdl), LIST_LIMITS)).toThrow('A.c has no resolver');
});
