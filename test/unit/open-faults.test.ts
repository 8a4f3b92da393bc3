import { GraphQLError, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { boundColumns } from '../../src/binding/bound-columns.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { afterCursor, cursorOf } from '../../src/binding/cursor.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { measuresOf } from '../../src/binding/measures.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { uomOf } from '../../src/binding/uom.js';
import { parseConfig } from '../../src/config.js';
import { BadUserInput } from '../../src/errors.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { isFault, maskError } from '../../src/server/masking.js';
import { scalars } from '../../src/server/scalars.js';
import type { OrderTerm } from '../../src/sources/row-source.js';
import { SCHEMA_FOLDER, withDirectives } from '../support/sdl.js';

// Each says what is true once the fault is mended; `fails` goes red then, and the test moves to the file of its subject.

const A = 'type A @view(source: PRODVIEW, name: "a")';
const bound = (sdl: string) => compileBindings(withDirectives(sdl));

describe('dates and times', () => {
  test.each(['2024-02-30T00:00:00', '2023-02-29T00:00:00'])('no local time is on %s', (value) =>
    expect(() => scalars.LocalDateTime.parseValue(value)).toThrow(),
  );

  test.each(['2024-01-01T00:00:00Z', '2024-01-01T00:00:00+05:00'])('a local time has no zone: %s', (value) =>
    expect(() => scalars.LocalDateTime.parseValue(value)).toThrow(),
  );

  test('a cursor with a day that no calendar has is refused, before a store fails over it', () => {
    const order: OrderTerm[] = [{ column: { name: 'taken_on', kind: 'date' }, descending: true }];
    const cursor = cursorOf({ taken_on: '2024-99-99' }, order, 'list');
    expect(() => afterCursor(cursor, order, 'list')).toThrow(BadUserInput);
  });
});

describe('bindings', () => {
  test.fails('a look-up finds one row, so its type is no list', () =>
    expect(() => bound(`${A} { idRec: ID! } type Query { a(id: ID!): [A!] @lookup }`)).toThrow('Query.a'));

  test.fails('a look-up by the global id has no second argument', () =>
    expect(() => bound(`${A} { idRec: ID! } type Query { a(id: ID!, name: String): A @lookup }`)).toThrow('Query.a'));

  test.fails('a link has at least one column', () =>
    expect(() => bound(`${A} { idRec: ID! a: A @link(from: [], to: []) } type Query { a: [A!] @list }`)).toThrow(
      'A.a',
    ));

  test.fails('the store is told of the columns that a look-up reads', () => {
    const sdl = `${A} { idRec: ID! } type Query { a(name: String!): A @lookup(by: ["name"], prefer: "is_open") }`;
    const columns = boundColumns(bound(sdl), 'PRODVIEW').get('a');
    expect(columns?.map(({ name }) => name)).toEqual(['id_rec', 'name', 'is_open']);
  });

  test.fails('two fields of one column are both measured', () => {
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

  test.fails.each(['waterRateBblPerMin', 'gradientPsiPerFt'])('%s is no time and no length', (field) =>
    expect(uomOf(field)).toBeUndefined(),
  );
});

describe('errors', () => {
  test('a date that is asked for wrongly is no fault of ours', () => {
    const { schema } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);
    const [error] = validate(schema, parse('{ dailyAllocations(from: "2024-02-30") { totalCount } }'));
    expect(isFault(error)).toBe(false);
  });

  test.fails('a code that a library puts on its own error makes its words no more public', () => {
    const thrown = Object.assign(new Error('select secret'), { extensions: { code: 'FORBIDDEN' } });
    const error = new GraphQLError(thrown.message, { originalError: thrown });
    expect(maskError(error.toJSON(), error).message).toBe('Internal error');
  });
});

test.fails('a setting of nothing but blanks is malformed, not 0', () =>
  expect(() => parseConfig({ PORT: ' ' })).toThrow('PORT'));
