import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  separateOperations,
  validate,
} from 'graphql';
import { type KnownOperation, type Manifest, sha256 } from './manifest.js';

interface Written {
  readonly file: string;
  readonly node: DefinitionNode;
}

/**
 * The manifest of all operations in a folder's `.graphql` files; fragments may stand in any of them.
 * @throws Error that names every mistake with its file
 */
export function manifestOf(folder: string, schema: GraphQLSchema): Manifest {
  const faults: string[] = [];
  const written = filesIn(folder).flatMap((file) => definitionsIn(folder, file, faults));
  faults.push(...nameFaults(written));
  if (written.length === 0 && faults.length === 0)
    faults.push(`${folder}: there is no .graphql file with an operation`);
  stopAt(faults);
  const whole: DocumentNode = { kind: Kind.DOCUMENT, definitions: written.map(({ node }) => node) };
  const operations = Object.values(separateOperations(whole)).map((document) => {
    const [operation, file] = operationOf(document, written);
    faults.push(...validate(schema, document).map(({ message }) => `${file}: ${message}`));
    return known(operation, print(document));
  });
  stopAt(faults);
  operations.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { format: 'apollo-persisted-query-manifest', version: 1, operations };
}

function filesIn(folder: string): string[] {
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true });
  return files.filter((file) => file.endsWith('.graphql')).sort();
}

function definitionsIn(folder: string, file: string, faults: string[]): Written[] {
  try {
    return parse(readFileSync(join(folder, file), 'utf8')).definitions.map((node) => ({ file, node }));
  } catch (error) {
    faults.push(`${file}: ${(error as Error).message}`);
    return [];
  }
}

function nameFaults(written: readonly Written[]): string[] {
  const first = new Map<string, string>();
  return written.flatMap(({ file, node }) => {
    if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION)
      return [`${file}: holds more than operations and fragments`];
    if (!node.name) return [`${file}: has an operation without a name`];
    const label = `${node.kind === Kind.FRAGMENT_DEFINITION ? 'fragment' : 'operation'} ${node.name.value}`;
    const before = first.get(label);
    if (before !== undefined) return [`${file}: the ${label} is in ${before} too`];
    first.set(label, file);
    return [];
  });
}

function operationOf(document: DocumentNode, written: readonly Written[]): [OperationDefinitionNode, string] {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const source = written.find(({ node }) => node === operation);
  if (!operation || !source) throw new Error('A document without its operation');
  return [operation, source.file];
}

const known = ({ name, operation }: OperationDefinitionNode, body: string): KnownOperation => ({
  id: sha256(body),
  name: name?.value ?? '',
  type: operation,
  body,
});

function stopAt(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`No manifest can be made:\n${faults.map((each) => `  ${each}`).join('\n')}`);
}
