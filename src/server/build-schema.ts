import { makeExecutableSchema } from '@graphql-tools/schema';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import { compileBindings } from '../binding/compile-bindings.js';
import { servedDocument } from '../binding/derive/served-document.js';
import type { ListLimits } from '../binding/list-limits.js';
import { isRecord, RECORD_FIELDS } from '../binding/records.js';
import { boundResolvers } from '../binding/resolvers.js';
import { serveText } from '../execution/serve-text.js';
import { commands as writtenCommands } from '../commands/all.js';
import { mutationResolvers } from '../commands/mutations.js';
import { type Commands, knownCommands } from '../commands/writer.js';
import { handWritten } from '../resolvers/hand-written.js';
import { recordResolvers } from '../resolvers/record-history.js';
import { convertAnswers } from '../units/convert-answers.js';
import { checkNullable } from './check-nullable.js';
import { scalars } from './scalars.js';

export interface BuiltSchema {
  readonly schema: GraphQLSchema;
  readonly bindings: Bindings;
  readonly commands: Commands;
}

/**
 * The served schema with all its resolvers, from the hand-written SDL.
 * @throws BindingMistakes where a binding is wrong; Error where a computed field has no resolver
 */
export function buildSchema(document: DocumentNode, limits: ListLimits): BuiltSchema {
  const bindings = compileBindings(document);
  checkComputed(bindings);
  const commands = knownCommands(bindings, writtenCommands);
  const operations = [mutationResolvers(commands), recordResolvers(bindings)];
  const resolvers = [boundResolvers(bindings, limits), handWritten, scalars, ...operations];
  const typeDefs = servedDocument(document, bindings, limits);
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: resolvers as never,
    inheritResolversFromInterfaces: false,
    // The document was checked when its bindings were compiled, and resolvers are put into the schema just made of it.
    assumeValidSDL: true,
    updateResolversInPlace: true,
  });
  checkRoots(bindings, schema);
  checkNullable(schema, written);
  convertAnswers(schema);
  serveText(schema, bindings);
  return { schema, bindings, commands };
}

const written = handWritten as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function checkComputed({ views }: Bindings): void {
  for (const view of views.values()) {
    for (const [name, field] of view.fields) {
      const isOfRecords = RECORD_FIELDS.some(([own]) => own === name) && isRecord(view);
      if (field.kind === 'computed' && !isOfRecords && !written[view.type]?.[name])
        throw new Error(`${view.type}.${name} has no resolver`);
    }
  }
}

/** What Query has without a directive would silently read as null. */
function checkRoots({ roots, namespaces }: Bindings, schema: GraphQLSchema): void {
  for (const name of Object.keys(schema.getQueryType()?.getFields() ?? {})) {
    const label = `Query.${name}`;
    if (name !== 'node' && !roots.has(label) && !namespaces.has(label) && !written.Query?.[name])
      throw new Error(`${label} has no resolver`);
  }
}
