import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { costOf } from '../../src/server/cost.js';
import { checkLimits, type DocumentLimits } from '../../src/server/limits.js';
import { SHAPES } from './shapes.js';

const TOUR = fileURLToPath(new URL('../../web/tour/', import.meta.url));

/** Every document that a limit has to let through: the tour's, and the questions that clients ask most. */
export const CLIENT_DOCUMENTS: Readonly<
  Record<'tour' | 'clients', readonly (readonly [name: string, text: string])[]>
> = {
  tour: readdirSync(TOUR)
    .sort()
    .map((file) => [file, readFileSync(`${TOUR}${file}`, 'utf8')]),
  clients: Object.entries(SHAPES),
};

const UNBOUNDED: DocumentLimits = {
  maxDepth: 1_000,
  maxFields: Number.POSITIVE_INFINITY,
  maxAliases: Number.POSITIVE_INFINITY,
  maxRootFields: Number.POSITIVE_INFINITY,
  maxDirectives: Number.POSITIVE_INFINITY,
  maxDuplicates: Number.POSITIVE_INFINITY,
};

/** All that is limited of a document, as it was measured. */
export function measured(text: string, schema: GraphQLSchema): Record<string, number> {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error(`This has no operation: ${text}`);
  const cost = costOf({ schema, document, operation, variables: {} }, LIST_LIMITS.maxRows);
  const tokens = document.loc ? tokensOf(document.loc.startToken) : 0;
  return { ...checkLimits(document, operation, UNBOUNDED), cost, bytes: Buffer.byteLength(text), tokens };
}

interface Token {
  readonly kind: string;
  readonly next: Token | null;
}

/** As the parser counts them: neither comments nor the two ends. */
function tokensOf(first: Token): number {
  let tokens = 0;
  for (let token: Token | null = first; token; token = token.next) {
    if (!/^(Comment|<SOF>|<EOF>)$/.test(token.kind)) tokens += 1;
  }
  return tokens;
}

/** The largest of each over many documents. */
export function maximaOf(texts: readonly string[], schema: GraphQLSchema): Record<string, number> {
  const maxima: Record<string, number> = {};
  for (const each of texts.map((text) => measured(text, schema))) {
    for (const [what, value] of Object.entries(each)) maxima[what] = Math.max(maxima[what] ?? 0, value);
  }
  return maxima;
}
