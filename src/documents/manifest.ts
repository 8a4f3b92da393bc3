import { createHash } from 'node:crypto';
import { type DocumentNode, type GraphQLSchema, getOperationAST, parse, print, validate } from 'graphql';
import { z } from 'zod';
import { readJson } from '../auth/read-json.js';

const Operation = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256: 64 hexadecimal digits'),
  name: z.string().min(1),
  type: z.enum(['query', 'mutation', 'subscription']),
  body: z.string().min(1),
});

/** The form that Apollo's tools write and read. */
const Manifest = z.strictObject({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(Operation),
});

export type Manifest = z.infer<typeof Manifest>;
export type KnownOperation = z.infer<typeof Operation>;

/** Documents that are known beforehand: text by its id. */
export type KnownDocuments = ReadonlyMap<string, string>;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A document's text in one form, whatever its blanks and comments: what the ids of manifests are made of. */
export const idOf = (document: DocumentNode): string => sha256(print(document));

/**
 * The documents of a manifest, each held against its id and the served schema.
 * @throws Error that names the file and every mistake
 */
export function readManifest(file: string, schema: GraphQLSchema): KnownDocuments {
  const { operations } = readJson('TRUSTED_DOCUMENTS_FILE', file, Manifest);
  const known = new Map(operations.map(({ id, body }) => [id, body]));
  const faults = operations.flatMap((each) => faultsOf(each, schema).map((fault) => `  ${each.name}: ${fault}`));
  if (known.size < operations.length) faults.push('  an id is there twice');
  if (faults.length > 0) throw new Error(`TRUSTED_DOCUMENTS_FILE (${file}) cannot be used:\n${faults.join('\n')}`);
  return known;
}

function faultsOf({ id, name, type, body }: KnownOperation, schema: GraphQLSchema): string[] {
  if (sha256(body) !== id) return ['the id is not the SHA-256 of the body'];
  let document: DocumentNode;
  try {
    document = parse(body);
  } catch (error) {
    return [(error as Error).message];
  }
  const operation = getOperationAST(document);
  if (operation?.name?.value !== name || operation.operation !== type)
    return [`the body is not just the ${type} of that name`];
  return validate(schema, document).map(({ message }) => message);
}
