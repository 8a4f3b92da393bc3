import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationDefinitionNode } from 'graphql';
import type { RoleLimits, Viewer } from '../auth/viewer.js';
import { once } from '../binding/once.js';
import { demandWhole } from '../commands/unfit-items.js';
import type { Config } from '../config.js';
import type { Context } from './context.js';
import { type CostLimits, checkCost, type Operation } from './cost.js';
import { checkTexts } from './fit-text.js';
import { checkLimits, type DocumentLimits } from './limits.js';
import { asRefusal } from './refusal.js';

export type OperationLimits = DocumentLimits & CostLimits;

export const operationLimitsOf = (config: Config): OperationLimits => ({
  maxDepth: config.MAX_DEPTH,
  maxFields: config.MAX_FIELDS,
  maxAliases: config.MAX_ALIASES,
  maxRootFields: config.MAX_ROOT_FIELDS,
  maxDirectives: config.MAX_DIRECTIVES,
  maxDuplicates: config.MAX_DUPLICATES,
  maxCost: config.MAX_COST,
  maxRows: config.MAX_ROWS,
});

/** Which limit a role's word stands for. */
const OF_ROLES: Readonly<Record<keyof RoleLimits, keyof OperationLimits>> = {
  levels: 'maxDepth',
  fields: 'maxFields',
  aliases: 'maxAliases',
  rootFields: 'maxRootFields',
  directives: 'maxDirectives',
  duplicates: 'maxDuplicates',
  cost: 'maxCost',
};

/** The limits of everybody, and in their place those that the viewer's role has of its own. */
export function limitsFor({ limits }: Pick<Viewer, 'limits'>, everybody: OperationLimits): OperationLimits {
  return limits ? ofRole(everybody)(limits) : everybody;
}

/** A role's limits are one object for all who have the role. */
const ofRole = once((everybody: OperationLimits) => once((limits: RoleLimits) => merged(limits, everybody)));

function merged(limits: RoleLimits, everybody: OperationLimits): OperationLimits {
  const own = Object.entries(limits).map(([word, limit]) => [OF_ROLES[word as keyof RoleLimits], limit] as const);
  return { ...everybody, ...Object.fromEntries(own) };
}

/** Operations whose document was found to be within these limits, whatever its variables are. */
const passed = once((_: OperationLimits) => new WeakSet<OperationDefinitionNode>());

/**
 * Holds a valid operation against its limits, before anything is read. Every transport calls this one function.
 * @throws LimitExceeded naming the limit, what was measured, and how to ask for less; BadUserInput where a text is none
 */
export function checkOperation(asked: Operation, limits: OperationLimits): void {
  demandWhole(asked.schema, asked.operation, asked.variables);
  if (!passed(limits).has(asked.operation)) {
    checkTexts(asked.document);
    checkLimits(asked.document, asked.operation, limits);
    passed(limits).add(asked.operation);
  }
  checkCost(asked, limits); // walks what was just found small enough
}

/** The same as a part of the HTTP server. */
export function limitsPlugin(everybody: OperationLimits): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
        const { variables = {} } = request;
        const limits = limitsFor(contextValue.viewer, everybody);
        if (operation) asRefusal(() => checkOperation({ schema, document, operation, variables }, limits));
      },
    }),
  };
}
