import { fileURLToPath } from 'node:url';
import { concatAST, type DocumentNode, parse } from 'graphql';
import { readSdl } from '../../src/binding/sdl-files.js';

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
