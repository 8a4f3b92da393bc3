import {
  type FieldNode,
  type GraphQLField,
  GraphQLFloat,
  GraphQLInt,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
} from 'graphql';
import type { Bindings, FieldBinding } from '../../binding/bindings.js';
import { uomOf } from '../../binding/uom.js';

/** What a value of an answer is once it is in a file. */
export type Cell = string | number | boolean | null | object;

/** One column of a file. */
export interface Column {
  /** The path of answered names below the row, with dots. */
  readonly name: string;
  readonly path: readonly string[];
  /** The GraphQL scalar or enum. */
  readonly scalar: string;
  /** The unit of measure, where it is a number that has one. */
  readonly uom?: string;
  /** The types whose rows hold it and the paths within them, as the audit has it. */
  readonly fields: readonly (readonly [type: string, path: string])[];
}

/** One column of what two types answer under the same name. */
export function together(one: Column, other: Column): Column {
  const { uom: _, ...both } = { ...one, fields: [...one.fields, ...other.fields] };
  const units = new Set([one.uom, other.uom].map((each) => each ?? 'no unit'));
  if (units.size > 1) return { ...both, uom: [...units].join(' or ') };
  return one.uom === undefined ? both : { ...both, uom: one.uom };
}

/** As it stands in a file's header: `allocated.oilBbl [BBL]`. */
export const headerOf = ({ name, uom }: Column): string => (uom === undefined ? name : `${name} [${uom}]`);

/** Where a field stands: on which type, below which row. */
export interface Holder {
  readonly type: GraphQLObjectType;
  /** The nearest type that has rows of its own. */
  readonly row: string;
  /** The fields that lead from that row to here. */
  readonly within: readonly string[];
}

type Asked = { readonly bindings: Bindings; readonly variables: Readonly<Record<string, unknown>> };

/** The unit that a field answers in: the one asked for with `in`, else its own. */
export function unitOf(node: FieldNode, { type, row, within }: Holder, asked: Asked): string | undefined {
  const field = type.getFields()[node.name.value];
  if (!field || !isNumber(field)) return undefined;
  const { in: into } = getArgumentValues(field, node, asked.variables);
  if (typeof into === 'string') return into;
  const own = boundUnit(asked.bindings.views.get(row)?.fields.get(within[0] ?? field.name), within, field.name);
  const uom = own ?? uomOf(field.name);
  return uom === 'NONE' ? undefined : uom;
}

function boundUnit(bound: FieldBinding | undefined, within: readonly string[], name: string): string | undefined {
  if (bound?.kind === 'column' && within.length === 0) return bound.uom;
  return bound?.kind === 'embed' && within.length === 1 ? bound.fields.get(name)?.uom : undefined;
}

const isNumber = ({ type }: GraphQLField<unknown, unknown>) =>
  [GraphQLFloat.name, GraphQLInt.name].includes(getNamedType(type).name);
