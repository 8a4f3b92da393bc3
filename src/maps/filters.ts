import { coerceInputValue, type GraphQLSchema, isInputType } from 'graphql';
import type { Leaf } from '../binding/bindings.js';
import { parseWhere } from '../binding/filter.js';
import type { ListLimits } from '../binding/list-limits.js';
import { BadUserInput } from '../errors.js';
import type { Condition } from '../sources/row-source.js';
import type { Layer } from './layers.js';
import { parseDatetime } from './datetime.js';
import { numberOf, type Query } from './query.js';

export interface FilterOptions {
  readonly schema: GraphQLSchema;
  readonly limits: ListLimits;
}

/**
 * Parameters that filter a layer: each property, for equality; `datetime`, on the property that dates the layer; and
 * `where`, the graph's own filter as JSON.
 */
export const filterNames = ({ properties, time }: Layer): string[] => [
  'where',
  ...(time ? ['datetime'] : []),
  ...properties.map(({ path }) => path.join('.')),
];

/**
 * The filters among these parameters, checked as the graph checks its own.
 * @throws BadUserInput naming the parameter, or the path within `where`, that cannot be used
 */
export function parseFilters(query: Query, layer: Layer, options: FilterOptions): Condition[] {
  const conditions = layer.properties.flatMap((leaf) => {
    const name = leaf.path.join('.');
    const text = query.get(name);
    return text === undefined ? [] : [conditionOf({ [name]: { eq: typed(text, leaf) } }, layer, options, name)];
  });
  const where = query.get('where');
  if (where !== undefined) conditions.push(conditionOf(parseJson(where), layer, options));
  const datetime = query.get('datetime');
  if (datetime !== undefined && layer.time) conditions.push(...parseDatetime(datetime, layer.time.field.column));
  return conditions;
}

/** `parameter` is what an error names; left out for `where`, whose errors name the path within. */
function conditionOf(
  where: unknown,
  { view }: Layer,
  { schema, limits }: FilterOptions,
  parameter?: string,
): Condition {
  const type = schema.getType(`${view.type}Where`);
  if (!isInputType(type)) throw new Error(`${view.type} has no filter`);
  const coerced = coerceInputValue(where, type, (path, _value, { message }) => {
    const words = message.replace(/ Did you mean .*$/, '');
    throw new BadUserInput(parameter ?? ['where', ...path].join('.'), `cannot be used: ${words}`);
  });
  return parseWhere(coerced, view, limits) ?? { all: [] };
}

/** The text as the JSON value that the schema's own scalars expect. What does not fit is refused by them. */
function typed(text: string, { field }: Leaf): unknown {
  const { kind } = field.column;
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (kind !== 'integer' && kind !== 'float') return text;
  const number = numberOf(text);
  return Number.isNaN(number) ? text : number;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text, (_, inner) => {
      if (typeof inner === 'string' && inner.includes('\0')) throw new SyntaxError('NUL');
      return inner;
    });
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, in the gateway's own words.
  }
  throw new BadUserInput('where', 'is no JSON object');
}
