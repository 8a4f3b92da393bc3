import {
  buildASTSchema,
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedDirective,
  parse,
  printSchema,
  validateSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const { schema } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);
const printed = printSchema(schema);

test('the served schema is the one that was reviewed', async () => {
  await expect(`${printed}\n`).toMatchFileSnapshot('../schema.graphql');
});

test('every type, field, argument and value is described', () => {
  const bare: string[] = [];
  const look = (path: string, described: { readonly description?: string | null | undefined }) => {
    if (!described.description) bare.push(path);
  };
  for (const type of Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))) {
    if (type.name !== 'Query') look(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field);
      for (const argument of 'args' in field ? field.args : [])
        look(`${type.name}.${field.name}(${argument.name})`, argument);
    }
  }
  expect(bare).toEqual([]);
});

test('nothing of the bindings is served', () => {
  expect(printed).not.toMatch(/stg_prodview__|@(view|column|link|embed|lookup|list|needs|uom)\b/);
  expect(['Source', 'Uom', 'EmbeddedColumn'].filter((name) => schema.getType(name))).toEqual([]);
  expect(schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive))).toEqual([]);
});

const isList = (type: GraphQLNamedType) => isObjectType(type) && 'pageInfo' in type.getFields();

test('whatever reads a store may be null, so that a store that is down costs its own fields only', () => {
  const reading = Object.values(schema.getTypeMap()).filter(isObjectType);
  const strict = reading.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => String(field.type).endsWith('!') && isList(getNamedType(field.type)))
      .map((field) => `${type.name}.${field.name}`),
  );
  expect(strict).toEqual([]);
});

test('the served document is valid, also in what is derived', () => {
  expect(() => buildASTSchema(parse(printSchema(schema)))).not.toThrow();
  expect(validateSchema(schema)).toEqual([]);
});
