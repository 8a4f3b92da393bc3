import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { stringify } from '../execution/raw-json.js';
import { personalIn } from '../audit/personal-fields.js';
import { Auditing } from './audit-plugin.js';
import type { BuiltSchema } from './build-schema.js';
import type { Context } from './context.js';
import { documentRulesOf, documentsPlugin, registeredTexts } from './documents.js';
import { executing } from './executing.js';
import { Exports, exportLimitsOf } from './export/export-plugin.js';
import { jsonStatusPlugin } from './json-status.js';
import { keepingPlugin } from './kept-answers.js';
import { Subscriptions } from './live/subscriptions.js';
import { maskError } from './masking.js';
import { limitsPlugin, operationLimitsOf } from './operation-limits.js';
import { knownOperations } from './operation-types.js';
import { permissionsPlugin } from './permissions.js';
import { answeringPlugin, checkingPlugin, loggingPlugin } from './plugins.js';

export interface ApolloOptions extends BuiltSchema {
  readonly config: Config;
  readonly log: Logger;
}

/** Parts of Apollo's own that only cost. */
const DISABLED = [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()];

/** What answers an operation, whichever way it came. */
export function apolloServer(options: ApolloOptions): ApolloServer<Context> {
  const { schema, bindings, config, log } = options;
  const { plugin, gateway } = executing(schema, bindings);
  return new ApolloServer<Context>({
    gateway,
    stringifyResult: stringify,
    introspection: true, // by role: see permissions.ts
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: config.PERSISTED_QUERIES_KB > 0 && { cache: registeredTexts(config.PERSISTED_QUERIES_KB) },
    stopOnTerminationSignals: false,
    maxRecursiveSelections: 10_000,
    parseOptions: { maxTokens: config.MAX_TOKENS },
    validationRules: [knownOperations],
    validationOptions: { maxErrors: 5 },
    formatError: maskError,
    logger: { debug() {}, info() {}, warn: (message) => log.warn(message), error: (message) => log.error(message) },
    plugins: pluginsOf(options, plugin),
  });
}

type Plugin = ApolloServerPlugin<Context>;

function pluginsOf({ schema, bindings, config, log }: ApolloOptions, executing: Plugin): Plugin[] {
  const auditing = new Auditing(bindings, personalIn(bindings));
  return [
    ...DISABLED,
    documentsPlugin(documentRulesOf(config, schema)),
    permissionsPlugin(),
    checkingPlugin(),
    limitsPlugin(operationLimitsOf(config)),
    new Exports(schema, bindings, exportLimitsOf(config), auditing, log).plugin(),
    new Subscriptions(schema, auditing, log).plugin(),
    executing,
    answeringPlugin(),
    keepingPlugin(bindings),
    auditing.plugin(),
    jsonStatusPlugin(),
    loggingPlugin(log),
  ];
}
