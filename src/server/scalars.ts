import { type GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDate, GraphQLDateTime, GraphQLLocalDateTime } from 'graphql-scalars';

/** The library's checks, but values stay the text that they came as: the stores compare them, not JavaScript. */
export const scalars = {
  Date: asText(GraphQLDate),
  DateTime: asText(GraphQLDateTime),
  LocalDateTime: asText(GraphQLLocalDateTime),
};

const EXPECTED: Readonly<Record<string, string>> = {
  Date: 'a day such as 2024-01-31',
  DateTime: 'an instant such as 2024-01-31T06:00:00Z',
  LocalDateTime: 'a local time such as 2024-01-31T06:00:00',
};

function asText(scalar: GraphQLScalarType) {
  const check = (value: unknown): string => {
    try {
      scalar.parseValue(value);
    } catch {
      // A plain error: GraphQL then says itself where the value stands.
      throw new TypeError(EXPECTED[scalar.name]);
    }
    return String(value);
  };
  return {
    serialize: (value: unknown) => value as string,
    parseValue: check,
    parseLiteral: (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : undefined),
  };
}
