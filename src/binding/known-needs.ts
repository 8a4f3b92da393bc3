import type { GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import type { Bindings } from './bindings.js';
import { once } from './once.js';
import { type Need, needsOfDocument } from './projection.js';
import { isUnconditional } from './unconditional.js';

type Needs = ReadonlyMap<string, Need>;

const known = once((_: Bindings) => new WeakMap<OperationDefinitionNode, Needs>());

/** What the document of a field needs, worked out once where variables do not decide it. */
export function knownNeeds(info: GraphQLResolveInfo, bindings: Bindings): Needs {
  if (!isUnconditional(info.operation, info.fragments)) return needsOfDocument(info, bindings);
  const kept = known(bindings);
  const before = kept.get(info.operation);
  if (before) return before;
  const needs = needsOfDocument(info, bindings);
  kept.set(info.operation, needs);
  return needs;
}
