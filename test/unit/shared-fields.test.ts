import { parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { withSharedFields } from '../../src/binding/shared-fields.js';

const shared = (sdl: string) => print(withSharedFields(parse(sdl)));

test('an input has the fields of another before its own; its own word counts; templates are gone', () => {
  expect(
    shared(`
      input Seen @template { record: ID! "When it was read." version: Int }
      input Whole @with(fieldsOf: "Seen") { oil: Float @within(min: 0) day: Date! method: Int! = 1 }
      input Part @with(fieldsOf: "Whole", without: ["day"]) { method: Int why: String }`),
  ).toBe(
    print(
      parse(`
      input Whole { record: ID! "When it was read." version: Int oil: Float @within(min: 0) day: Date! method: Int! = 1 }
      input Part { record: ID! "When it was read." version: Int oil: Float @within(min: 0) method: Int why: String }`),
    ),
  );
});

test('a field has them as arguments, and keeps its other directives', () => {
  expect(
    shared(`
      input Window @template { from: Date! first: Int = 100 }
      type T { list(of: Int): Int @with(fieldsOf: "Window") @needs(fields: ["id"]) }`),
  ).toBe(print(parse('type T { list(from: Date!, first: Int = 100, of: Int): Int @needs(fields: ["id"]) }')));
});

test.each([
  ['input A @with(fieldsOf: "B") { a: Int }', /no input B/],
  ['input B { b: Int } input A @with(fieldsOf: "B", without: ["c"])', /B has no field c/],
  ['input A @with(fieldsOf: "A") { a: Int }', /A shares its own fields/],
  ['input A @with(fieldsOf: "B") input B @with(fieldsOf: "A")', /shares its own fields/],
])('%s is a mistake', (sdl, message) => expect(() => shared(sdl)).toThrow(message));
