import {
  type GraphQLInputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { ANY_COMMAND } from '../binding/derive/command-types.js';
import { DamagedItem } from './damaged-item.js';
import type { UserError } from './outcome.js';
import { typeMistakes } from './type-mistakes.js';

/** An item of a batch that does not have the types of its command's input: what the graph would refuse the whole request for. */
export interface Unfit {
  /** Its place in the batch. */
  readonly at: number;
  readonly command: string;
  readonly clientRequestId: string;
  readonly userErrors: readonly UserError[];
}

/** By the name of the variable that holds the batch. */
export type UnfitItems = Map<string, readonly Unfit[]>;

type Variables = Readonly<Record<string, unknown>>;

/**
 * Takes what does not fit out of the batches that an operation's variables hold, so that one mistyped value of a device's
 * queue does not keep the others from being written. An item that names no command, or has no id, is left for the graph to
 * refuse: nobody could be told of it.
 */
export function setAside(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode | undefined,
  variables: Variables | undefined,
  unfit: UnfitItems,
): Variables | undefined {
  const type = schema.getType(ANY_COMMAND);
  if (operation?.operation !== 'mutation' || !variables || !isInputType(type)) return variables;
  const kept: Record<string, unknown> = { ...variables };
  for (const name of operation.selectionSet.selections.flatMap(variableOf)) {
    const items = variables[name];
    if (!Array.isArray(items)) continue;
    const found = items.flatMap((item, at) =>
      item instanceof DamagedItem ? { at, ...item.damage } : unfitIn(item, at, type),
    );
    const places = new Set(found.map(({ at }) => at));
    unfit.set(name, found);
    kept[name] = items.filter((_, at) => !places.has(at));
  }
  return kept;
}

/**
 * Refuses a request for what was damaged in its variables, where that is no item of a batch that could be told of it.
 * @throws the refusal that came with it
 */
export function demandWhole(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables): void {
  const type = schema.getType(ANY_COMMAND);
  const commands = isInputObjectType(type) ? type.getFields() : {};
  const batches = operation.operation === 'mutation' ? operation.selectionSet.selections.flatMap(variableOf) : [];
  for (const [name, items] of Object.entries(variables))
    for (const item of Array.isArray(items) ? items : [])
      if (item instanceof DamagedItem && !(batches.includes(name) && commands[item.damage.command]))
        throw item.damage.refusal;
}

/** What was taken out of the batch that this field writes. */
export function unfitOf({ fieldNodes }: Pick<GraphQLResolveInfo, 'fieldNodes'>, unfit: UnfitItems): readonly Unfit[] {
  const [name] = fieldNodes.flatMap(variableOf);
  return (name !== undefined && unfit.get(name)) || [];
}

function variableOf(selection: SelectionNode): string[] {
  if (selection.kind !== Kind.FIELD || selection.name.value !== 'submitBatch') return [];
  const items = selection.arguments?.find(({ name }) => name.value === 'items')?.value;
  return items?.kind === Kind.VARIABLE ? [items.name.value] : [];
}

function unfitIn(item: unknown, at: number, type: GraphQLInputType): Unfit[] {
  const [entry, ...others] = typeof item === 'object' && item !== null ? Object.entries(item) : [];
  const clientRequestId = (entry?.[1] as { readonly clientRequestId?: unknown } | null | undefined)?.clientRequestId;
  if (!entry || others.length > 0 || typeof clientRequestId !== 'string') return [];
  const mistakes = typeMistakes(item, type);
  const [command] = entry;
  const isOfCommand = mistakes.length > 0 && mistakes.every(({ path }) => path[0] === command && path.length > 1);
  const userErrors = mistakes.map(({ path, ...mistake }) => ({ ...mistake, path: path.slice(1) }));
  return isOfCommand ? [{ at, command, clientRequestId, userErrors }] : [];
}
