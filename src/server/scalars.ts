import { GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDate, GraphQLDateTime, GraphQLLocalDateTime } from 'graphql-scalars';

/** The library's checks, but values stay the text that they came as: the stores compare them, not JavaScript. */
export const scalars = {
  Date: asText(GraphQLDate),
  DateTime: asText(GraphQLDateTime),
  LocalDateTime: asText(GraphQLLocalDateTime),
};

function asText(scalar: GraphQLScalarType): GraphQLScalarType<string, string> {
  const check = (value: unknown): string => {
    scalar.parseValue(value);
    return String(value);
  };
  return new GraphQLScalarType({
    name: scalar.name,
    serialize: (value) => value as string,
    parseValue: check,
    parseLiteral: (node) => check(node.kind === Kind.STRING ? node.value : undefined),
  });
}
