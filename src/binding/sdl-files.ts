import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { concatAST, type DocumentNode, parse, Source } from 'graphql';
import { withSharedFields } from './shared-fields.js';

/**
 * The hand-written SDL: every `.graphql` file of the folder, as one document with all that `@with` shares.
 * @throws GraphQLError naming the file and line of a mistake
 */
export function readSdl(folder: string): DocumentNode {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.graphql'));
  const sources = names.sort().map((name) => new Source(readFileSync(join(folder, name), 'utf8'), relative('.', name)));
  return withSharedFields(concatAST(sources.map((source) => parse(source))));
}
