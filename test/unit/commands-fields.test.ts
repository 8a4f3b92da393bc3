import { expect, test } from 'vitest';
import type { InputField } from '../../src/binding/command-binding.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { inputSchema, isMistaken, parseInput } from '../../src/commands/input-schema.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

// Every field of every command, whatever it is called: what may not be in it is refused, and told by the way to it.

const { commands } = compileBindings(readSdl(SCHEMA_FOLDER));

/** What no field of the kind may hold, with the code that says so. */
function wrongOf({ scalar, min, max, length = 200, fields }: InputField): readonly (readonly [unknown, string])[] {
  if (fields) return [];
  switch (scalar) {
    case 'Float':
    case 'Int':
      return [
        [(min ?? -1e14) - Math.max(1, Math.abs(min ?? 1e14)) * 1e-3 - 1, 'OUT_OF_RANGE'],
        [(max ?? 1e14) * 1.001 + 1, 'OUT_OF_RANGE'],
        [Number.NaN, 'MALFORMED'],
        ['1', 'MALFORMED'],
      ];
    case 'Boolean':
      return [['true', 'MALFORMED']];
    case 'Date':
      return [
        ['1899-12-31', 'OUT_OF_RANGE'],
        ['2200-01-01', 'OUT_OF_RANGE'],
      ];
    case 'DateTime':
      return [
        ['1899-12-31T23:59:59Z', 'OUT_OF_RANGE'],
        ['2200-01-01T00:00:00Z', 'OUT_OF_RANGE'],
      ];
    case 'JSON':
      return [
        [{ text: 'x'.repeat(10_001) }, 'TOO_LONG'],
        ['{}', 'MALFORMED'],
      ];
    default:
      return [
        ['x'.repeat(length + 1), 'TOO_LONG'],
        [' ', 'MALFORMED'],
        ['a\u200bb', 'MALFORMED'],
        ['a\u0000b', 'MALFORMED'],
        ['a\u202eb', 'MALFORMED'],
      ];
  }
}

/** Each field with the way to it, those of objects within too. */
const fieldsIn = (fields: readonly InputField[], above: readonly string[] = []): [readonly string[], InputField][] =>
  fields.flatMap((field) => {
    const path = [...above, field.name];
    return [[path, field] as [readonly string[], InputField], ...fieldsIn(field.fields ?? [], path)];
  });

const put = ([name = '', ...rest]: readonly string[], value: unknown): object => ({
  [name]: rest.length > 0 ? put(rest, value) : value,
});

test.each([...commands.values()].map((command) => [command.name, command] as const))('%s', (_name, command) => {
  const schema = inputSchema(command);
  const told = (given: unknown) => {
    const parsed = parseInput(schema, given as object);
    return isMistaken(parsed) ? parsed.map(({ path, code }) => `${path.join('.')} ${code}`) : [];
  };
  const fields = fieldsIn(command.fields);
  expect(fields.length).toBeGreaterThan(0);
  for (const [path, field] of fields) {
    for (const [wrong, code] of wrongOf(field)) {
      const way = field.many ? [...path, '1'] : path;
      const [right] = field.many ? [field.scalar === 'Float' ? 1 : 'right'] : [];
      const value = field.many ? [right, wrong] : wrong;
      expect([way.join('.'), wrong, told(put(path, value))]).toEqual([
        way.join('.'),
        wrong,
        expect.arrayContaining([`${way.join('.')} ${code}`]),
      ]);
    }
    if (field.required) expect(told(put(path, null))).toContainEqual(`${path.join('.')} MALFORMED`);
    if (field.many) expect(told(put(path, Array(101).fill('x'))).length).toBeGreaterThan(0);
  }
});
