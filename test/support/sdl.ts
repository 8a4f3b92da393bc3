import { fileURLToPath } from 'node:url';
import { concatAST, type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { readSdl } from '../../src/binding/sdl-files.js';
import { parseConfig } from '../../src/config.js';
import { listLimitsOf } from '../../src/list-limits-of.js';
import { buildSchema } from '../../src/server/build-schema.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export const SCHEMA_FOLDER = pathOf('../../schema');
export const SAMPLE_FOLDER = pathOf('../../sample/prodview');

/** The gateway's own directives and scalars with another, small SDL: for tests of the binding core alone. */
export function withDirectives(sdl: string): DocumentNode {
  const own = readSdl(SCHEMA_FOLDER).definitions.filter(
    ({ kind }) =>
      kind === 'DirectiveDefinition' ||
      kind === 'EnumTypeDefinition' ||
      kind === 'ScalarTypeDefinition' ||
      kind === 'InputObjectTypeDefinition',
  );
  return concatAST([{ kind: 'Document' as never, definitions: own }, parse(sdl)]);
}

/** The schema as the gateway serves it by default. */
export const servedSchema = (): GraphQLSchema =>
  buildSchema(readSdl(SCHEMA_FOLDER), listLimitsOf(parseConfig({}))).schema;
