import type { ApolloServerPlugin, GraphQLRequest } from '@apollo/server';
import { type GraphQLSchema, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Viewer } from '../auth/viewer.js';
import type { Config } from '../config.js';
import { idOf, type KnownDocuments, readManifest, sha256 } from '../documents/manifest.js';
import { BadUserInput, Forbidden, type GatewayError } from '../errors.js';
import type { Context } from './context.js';
import { asRefusal } from './refusal.js';

export interface DocumentRules {
  readonly mode: 'off' | 'allow' | 'only';
  readonly known: KnownDocuments;
  readonly maxTokens: number;
}

/** @throws Error where the manifest cannot be used */
export const documentRulesOf = (config: Config, schema: GraphQLSchema): DocumentRules => ({
  mode: config.TRUSTED_DOCUMENTS,
  known: config.TRUSTED_DOCUMENTS_FILE ? readManifest(config.TRUSTED_DOCUMENTS_FILE, schema) : new Map(),
  maxTokens: config.MAX_TOKENS,
});

/** What a refused document is replaced by, so that it is neither validated nor kept. */
const NOTHING = '{ __typename }';

/**
 * Puts the text of a known document in the place of its id, and refuses what may not be asked. It does so before Apollo
 * looks for persisted queries, so that nothing refused is registered; what Apollo had kept is looked at once it is read.
 */
export function documentsPlugin(rules: DocumentRules): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ request, contextValue: { viewer } }) => {
      const refused = resolve(request, viewer, rules);
      if (refused) {
        request.query = NOTHING;
        delete request.extensions?.persistedQuery;
      }
      return {
        didResolveOperation: async ({ document }) =>
          asRefusal(() => {
            if (refused) throw refused;
            if (!mayAskAnything(viewer, rules) && !rules.known.has(idOf(document))) throw unknown(rules);
          }),
      };
    },
  };
}

/** Fills the request in as far as it can be known; gives why it is refused where that is certain already. */
function resolve(request: GraphQLRequest, viewer: Viewer, rules: DocumentRules): GatewayError | undefined {
  const persisted: unknown = request.extensions?.persistedQuery;
  if (persisted && !Persisted.safeParse(persisted).success)
    return new BadUserInput('extensions.persistedQuery', 'has to hold version 1 and a sha256Hash');
  const id = documentId(request);
  const given = request.query || undefined;
  const text = given ?? (id === undefined ? undefined : rules.known.get(id));
  if (text === undefined) {
    // Apollo looks for it among the texts that clients registered, and else says so in the protocol's own word.
    if (id !== undefined)
      request.extensions = { ...request.extensions, persistedQuery: { version: 1, sha256Hash: id } };
    return undefined;
  }
  request.query = text;
  if (!given) delete request.extensions?.persistedQuery;
  else if (id !== undefined && id !== sha256(text)) return new BadUserInput(ID, 'is not the SHA-256 of the document');
  return mayAskAnything(viewer, rules) || isKnown(text, rules) ? undefined : unknown(rules);
}

const Persisted = z.looseObject({ version: z.literal(1), sha256Hash: z.string().min(1).max(100) });

const ID = 'extensions.persistedQuery.sha256Hash';

const mayAskAnything = ({ permissions }: Viewer, { mode }: DocumentRules) =>
  mode === 'off' || (mode === 'allow' && permissions.has('documents:any'));

const unknown = ({ mode }: DocumentRules) =>
  new Forbidden(
    mode === 'only'
      ? 'This gateway answers known documents only'
      : 'A document that is not known needs the permission documents:any',
  );

function isKnown(text: string, { known, maxTokens }: DocumentRules): boolean {
  if (known.has(sha256(text))) return true;
  try {
    return known.has(idOf(parse(text, { maxTokens, noLocation: true })));
  } catch {
    return false;
  }
}

/** Apollo's way to name a document, or Relay's: in the body, in the address, or beside a socket's query. */
function documentId({ extensions, http }: GraphQLRequest): string | undefined {
  const persisted = (extensions?.persistedQuery as { readonly sha256Hash?: unknown } | undefined)?.sha256Hash;
  const body = http?.body as { readonly documentId?: unknown } | undefined;
  const id = persisted ?? extensions?.documentId ?? body?.documentId ?? searched(http?.search);
  return typeof id === 'string' ? id.replace(/^sha256:/, '') : undefined;
}

const searched = (search: string | undefined) => new URLSearchParams(search).get('documentId') ?? undefined;

/** Texts that clients registered under their hash, bounded by their length; the least used go first. */
export function registeredTexts(kilobytes: number) {
  const texts = new LRUCache<string, string>({
    maxSize: kilobytes * 1024,
    sizeCalculation: (text, key) => 2 * (text.length + key.length),
  });
  return {
    get: async (key: string) => texts.get(key),
    set: async (key: string, text: string) => void texts.set(key, text),
    delete: async (key: string) => texts.delete(key),
  };
}
