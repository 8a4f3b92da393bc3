import { type ExecutionResult, getOperationAST, GraphQLError, parse, validate } from 'graphql';
import { pseudonyms } from '../../src/auth/pseudonyms.js';
import { boundColumns } from '../../src/binding/bound-columns.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import type { Sight } from '../../src/binding/personal.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import { executorOf } from '../../src/execution/executor.js';
import { stringify } from '../../src/execution/raw-json.js';
import { AttributesOfUnits } from '../../src/maps/unit-attributes.js';
import type { Sources } from '../../src/loaders/reads.js';
import { KnownUnits } from '../../src/route-day/known-units.js';
import { Directories } from '../../src/search/directories.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { readContext } from '../../src/server/context.js';
import { openFolder } from '../../src/sources/duckdb/open-folder.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { together } from '../../src/sources/together.js';
import { SCHEMA_FOLDER } from './sdl.js';

export const built = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);
const execute = executorOf(built.schema, built.bindings);

const pseudonymOf = pseudonyms('of the tests');

/** The embedded store over a folder, with the schema's own columns. */
export const openStore = (folder: string) =>
  openFolder({
    folder,
    views: boundColumns(built.bindings, 'PRODVIEW'),
    memoryMb: 512,
    threads: 2,
    connections: 2,
    waiting: 100,
  });

/** A document answered as the server answers it, over ProdView's source and others. */
export async function ask(
  source: RowSource,
  document: string,
  variableValues: Record<string, unknown> = {},
  scope: ViewerScope = { kind: 'everything' },
  personal: Sight['personal'] = 'shown',
  others: Sources = {},
) {
  const reads = {
    sources: { PRODVIEW: together(source), ...others },
    signal: new AbortController().signal,
    scope,
    sight: { personal, pseudonymOf },
    maxRows: LIST_LIMITS.maxRows,
  };
  const keeping = { refreshMs: 60_000, timeoutMs: 10_000, onFailure: () => {} };
  const contextValue = {
    ...readContext(built.bindings, reads, async () => new Date()),
    directories: new Directories(keeping),
    unitAttributes: new AttributesOfUnits(keeping),
    knownUnits: new KnownUnits(),
    costs: new Map(),
  };
  const parsed = parsedOrFault(document);
  if (parsed instanceof GraphQLError) return { errors: [parsed] } as ExecutionResult<any>;
  const errors = validate(built.schema, parsed);
  const operation = getOperationAST(parsed);
  if (errors.length > 0 || !operation) return { errors } as ExecutionResult<any>;
  const result = await execute({ document: parsed, operation, variables: variableValues, context: contextValue });
  const { data } = JSON.parse(stringify({ data: result.data ?? null }));
  return { ...result, data } as ExecutionResult<any>;
}

function parsedOrFault(document: string) {
  try {
    return parse(document);
  } catch (error) {
    return error as GraphQLError;
  }
}
