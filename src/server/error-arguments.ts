import { type ASTNode, type DocumentNode, type GraphQLError, Kind, visit } from 'graphql';

/** The argument, as a path such as `where.api10.eq`, that a validation error's node lies in; undefined for none. */
export function argumentOf(error: GraphQLError, document: DocumentNode): string | undefined {
  const [node] = error.nodes ?? [];
  return node ? pathTo(node, document) : undefined;
}

function pathTo(wanted: ASTNode, document: DocumentNode): string | undefined {
  let found: string | undefined;
  const path: string[] = [];
  visit(document, {
    enter(node) {
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) path.push(node.name.value);
      if (node === wanted && path.length > 0) found = path.join('.');
    },
    leave(node) {
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) path.pop();
    },
  });
  return found;
}

/** The variable that could not be coerced, as graphql-js words it: `$input` or `$input.days.0`. */
export function variableOf(message: string): string | undefined {
  const [, name, , at] = /^Variable "(\$\w+)"(.* at "\w+\.?([^"]*)")?/.exec(message) ?? [];
  return name && (at ? `${name}.${at.replace(/\.?\[(\d+)\]/g, '.$1').replace(/^\./, '')}` : name);
}

/** The argument that graphql-js found unfit when it ran the field, such as a variable's null where none may stand. */
export function refusedArgument({ message, originalError }: GraphQLError): string | undefined {
  return originalError
    ? undefined
    : /^Argument "(\w+)" (of (required|non-null) type|has invalid value)/.exec(message)?.[1];
}
