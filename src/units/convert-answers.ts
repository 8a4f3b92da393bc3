import {
  defaultFieldResolver,
  type GraphQLArgument,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isEnumType,
  isObjectType,
} from 'graphql';
import { type Conversion, conversion } from './conversions.js';
import type { UnitName } from './definitions.js';
import { QUANTITIES } from './quantities.js';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

const ENUMS: ReadonlySet<string> = new Set(QUANTITIES.map(({ name }) => name));

/**
 * Lets every field that has an argument such as `in: PressureUnit = PSI` answer in the unit asked for. The default is the
 * column's own unit. It is taken out of the schema, because GraphQL would copy it for every single value, which costs a
 * fifth of the time of a page; the argument's description says it instead.
 */
export function convertAnswers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const argument = field.args.find(asksForUnit);
      if (!argument) continue;
      field.resolve = converting(field.resolve ?? defaultFieldResolver, argument.defaultValue as UnitName);
      argument.defaultValue = undefined;
    }
  }
}

const asksForUnit = ({ name, type }: GraphQLArgument) => name === 'in' && isEnumType(type) && ENUMS.has(type.name);

function converting(resolve: Resolver, own: UnitName): Resolver {
  const known = new Map<UnitName, Conversion>();
  const into = (asked: UnitName) => {
    const found = known.get(asked) ?? conversion(own, asked);
    known.set(asked, found);
    return found;
  };
  return (parent, args, context, info) => {
    const value = resolve(parent, args, context, info);
    const asked = args.in as UnitName | null | undefined;
    if (!asked || asked === own || value === null || value === undefined) return value;
    if (value instanceof Error) return value; // which GraphQL takes for the field's failure
    if (typeof value !== 'number') throw new Error(`${info.parentType.name}.${info.fieldName} is no number`);
    const converted = into(asked)(value);
    return Number.isFinite(converted) ? converted : null;
  };
}
