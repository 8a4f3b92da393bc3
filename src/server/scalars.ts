import { type GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { GraphQLDate, GraphQLDateTime, GraphQLLocalDateTime } from 'graphql-scalars';

/** A value that is none of its scalar. Not a GraphQLError, so that GraphQL itself says where the value stands. */
export class MalformedValue extends TypeError {}

/** The library's checks, but values stay the text that they came as: the stores compare them, not JavaScript. */
export const scalars = {
  Date: asText(GraphQLDate),
  DateTime: asText(GraphQLDateTime),
  LocalDateTime: asText(GraphQLLocalDateTime),
  Geometry: {
    // A store gives text; a client gives an object, which is looked into where it is used.
    serialize: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value),
    parseValue: checkGeometry,
    parseLiteral: (node: ValueNode, variables?: Record<string, unknown> | null) =>
      checkGeometry(valueFromASTUntyped(node, variables)),
  },
  FeatureCollection: { serialize: (value: unknown) => value },
};

function checkGeometry(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new MalformedValue('a GeoJSON object');
}

const EXPECTED: Readonly<Record<string, string>> = {
  Date: 'a day such as 2024-01-31',
  DateTime: 'an instant such as 2024-01-31T06:00:00Z',
  LocalDateTime: 'a local time such as 2024-01-31T06:00:00',
};

const LOCAL = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d{1,6})?$/;

/** The library lets days that do not exist, and zones, pass as local times: neither is one. */
function checkLocal(value: unknown): void {
  const [, day] = LOCAL.exec(String(value)) ?? [];
  GraphQLDate.parseValue(day);
}

function asText(scalar: GraphQLScalarType) {
  const check = (value: unknown): string => {
    try {
      scalar.parseValue(value);
      if (scalar === GraphQLLocalDateTime) checkLocal(value);
    } catch {
      throw new MalformedValue(EXPECTED[scalar.name]);
    }
    return String(value);
  };
  return {
    serialize: (value: unknown) => value as string,
    parseValue: check,
    parseLiteral: (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : undefined),
  };
}
