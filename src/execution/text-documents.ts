import { type DocumentNode, getVariableValues, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import type { Bindings, SourceName, ViewBinding } from '../binding/bindings.js';
import { once } from '../binding/once.js';
import type { ReadContext } from '../binding/resolvers.js';
import { isUnconditional } from '../binding/unconditional.js';
import type { JsonShape } from '../sources/json-shape.js';
import { withTextLists } from './text-lists.js';

interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: Pick<ReadContext, 'writers' | 'shapes' | 'sight'>;
}

/** A document in its other form, and the shapes of its lists by their places in it. */
interface Written {
  readonly document: DocumentNode;
  readonly shapes: ReadonlyMap<object, JsonShape>;
}

/**
 * The documents in which lists of plain values ask for their rows as text. One that selects the same whatever its variables
 * are is written once for all who see the same of people.
 */
export function textDocuments(schema: GraphQLSchema, bindings: Bindings) {
  const listed = once((writers: ReadonlySet<SourceName>) => listedBy(writers, bindings));
  const known = once((_: OperationDefinitionNode) => new Map<string, Written>());

  function write(operation: OperationDefinitionNode, asked: Asked, variables: Readonly<Record<string, unknown>>) {
    const { document, context } = asked;
    const shapes = new Map<object, JsonShape>();
    const opened = { schema, fragments: fragmentsIn(document), variables, shapes, sight: context.sight };
    const written = withTextLists(operation, { ...opened, listed: listed(context.writers) });
    const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    return { document: { ...document, definitions: [written, ...definitions] }, shapes };
  }

  function writtenOf(operation: OperationDefinitionNode, asked: Asked): Written | undefined {
    if (isUnconditional(operation, fragmentsIn(asked.document))) {
      const { sight, writers } = asked.context;
      const key = [sight.personal, ...writers].join(' ');
      const written = known(operation).get(key) ?? write(operation, asked, {});
      known(operation).set(key, written);
      return written;
    }
    const definitions = operation.variableDefinitions ?? [];
    const { coerced } = getVariableValues(schema, definitions, asked.variables ?? {}, { maxErrors: 1 });
    return coerced && write(operation, asked, coerced);
  }

  /** Undefined where nothing is written as text: the document is executed as it came. */
  return (asked: Asked): DocumentNode | undefined => {
    const { operation, context } = asked;
    if (operation?.operation !== 'query' || context.writers.size === 0) return undefined;
    const written = writtenOf(operation, asked);
    for (const [place, shape] of written?.shapes ?? []) context.shapes.set(place, shape);
    return written?.document;
  };
}

const fragmentsIn = once((document: DocumentNode) =>
  Object.fromEntries(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  ),
);

function listedBy(writers: ReadonlySet<SourceName>, { views }: Bindings): ReadonlyMap<string, ViewBinding> {
  const listed = [...views.values()].filter(({ source }) => writers.has(source));
  return new Map(listed.map((view) => [`${view.type}Connection`, view]));
}
