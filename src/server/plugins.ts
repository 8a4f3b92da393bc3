import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Cost } from '../sources/request-source.js';
import type { Context } from './context.js';
import { argumentOf } from './error-arguments.js';
import { causeOf, isFault } from './masking.js';
import { shortened, withoutSuggestion } from './suggestions.js';

type Plugin = ApolloServerPlugin<Context>;

/** Names the argument of each validation error. */
export function checkingPlugin(): Plugin {
  return {
    requestDidStart: async () => ({
      validationDidStart:
        async ({ document }) =>
        async (errors) => {
          for (const error of errors ?? []) {
            const argument = error instanceof GraphQLError ? argumentOf(error, document) : undefined;
            if (argument) (error as GraphQLError).extensions.argument = argument;
          }
        },
    }),
  };
}

/** Puts the request id on every error and, where it was asked for, `extensions.report` on the answer. */
export function answeringPlugin(): Plugin {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue, request }) => {
        if (response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        const { viewer } = contextValue;
        const errors = result.errors?.map((error) => ({
          ...shortened(viewer.permissions.has('introspect') ? error : withoutSuggestion(error)),
          extensions: { ...error.extensions, requestId: contextValue.requestId },
        }));
        const wanted = contextValue.wantsReport || request.extensions?.report === true;
        const stale = staleOf(contextValue);
        const extensions = (stale || wanted || result.extensions) && {
          ...result.extensions,
          ...(stale && { stale }),
          ...(wanted && { report: report(contextValue) }),
        };
        response.body.singleResult = {
          ...(errors && { errors }),
          ...('data' in result && { data: result.data ?? null }),
          ...(extensions && { extensions }),
        };
      },
    }),
  };
}

function report({ costs, started, requestId }: Context) {
  const sources = Object.fromEntries(
    [...costs].map(([name, { asOf, ...cost }]) => [
      name,
      { ...cost, milliseconds: round(cost.milliseconds), ...(asOf !== undefined && { dataAsOf: instantOf(asOf) }) },
    ]),
  );
  return { requestId, milliseconds: round(performance.now() - started), sources };
}

/** Said unasked: which sources are out of order, so that an older copy was served, and how old that is. */
function staleOf({ costs }: Context) {
  const stale = [...costs].filter(([, cost]) => cost.stale);
  if (stale.length === 0) return undefined;
  const ageOf = ({ asOf = Date.now() }: Cost) => Math.round((Date.now() - asOf) / 1000);
  return Object.fromEntries(
    stale.map(([name, cost]) => [name, { dataAsOf: instantOf(cost.asOf ?? Date.now()), ageSeconds: ageOf(cost) }]),
  );
}

const instantOf = (milliseconds: number) => new Date(milliseconds).toISOString();
const round = (milliseconds: number) => Math.round(milliseconds * 10) / 10;

/** Logs an operation a line, without variables or values, and every fault of the gateway whole. */
export function loggingPlugin(log: Logger): Plugin {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) {
          if (isFault(error))
            log.error({ requestId: contextValue.requestId, path: error.path, err: causeOf(error) }, 'fault');
        }
      },
      willSendResponse: async ({ contextValue, operationName, operation, errors }) => {
        const { requestId, started, costs, viewer } = contextValue;
        const milliseconds = round(performance.now() - started);
        const reads = Object.fromEntries(costs);
        log.info(
          {
            requestId,
            role: viewer.role,
            operation: operation?.operation,
            name: operationName,
            milliseconds,
            errors: errors?.length ?? 0,
            reads,
          },
          'operation',
        );
      },
    }),
  };
}
