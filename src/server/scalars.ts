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
    serialize: parsed,
    parseValue: (value: unknown) => checkObject(value, 'a GeoJSON object'),
    parseLiteral: (node: ValueNode, variables?: Record<string, unknown> | null) =>
      checkObject(valueFromASTUntyped(node, variables), 'a GeoJSON object'),
  },
  JSON: {
    serialize: parsed,
    parseValue: (value: unknown) => checkObject(value, 'a JSON object'),
    parseLiteral: (node: ValueNode, variables?: Record<string, unknown> | null) =>
      checkObject(valueFromASTUntyped(node, variables), 'a JSON object'),
  },
  FeatureCollection: { serialize: (value: unknown) => value },
};

function parsed(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

function checkObject(value: unknown, expected: string): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new MalformedValue(expected);
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

/** PostgreSQL has no zone further away. */
const MOST_HOURS_OFF = 15;

/**
 * The library lets the year 0 pass, which is none, and zones that no place has. An instant also lies in a year of four digits
 * by UTC, because that is how it is written where it is worked with.
 */
function checkYears(value: unknown, name: string): void {
  const text = String(value);
  const [, hours = '0'] = name === 'DateTime' ? (/[+-](\d\d):\d\d$/.exec(text) ?? []) : [];
  const year = new Date(name === 'DateTime' ? text : `${text.slice(0, 10)}T00:00:00Z`).getUTCFullYear();
  if (!(year >= 1 && year <= 9999) || text.startsWith('0000') || Number(hours) > MOST_HOURS_OFF) throw new TypeError();
}

function asText(scalar: GraphQLScalarType) {
  const check = (value: unknown): string => {
    try {
      scalar.parseValue(value);
      if (scalar === GraphQLLocalDateTime) checkLocal(value);
      checkYears(value, scalar.name);
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
