import { BadUserInput, LimitExceeded } from '../errors.js';
import { parseArea, parseMetres, parsePoint } from '../geo/area.js';
import type { Point } from '../sources/area.js';
import type { Column, Comparison, Condition } from '../sources/row-source.js';
import type { ColumnField, FieldBinding, ViewBinding } from './bindings.js';
import type { ListLimits } from './list-limits.js';

type Input = Readonly<Record<string, unknown>>;

/**
 * A `where` input as a condition on columns.
 * @throws BadUserInput naming the path of a null; LimitExceeded that of too many values or too deep a nesting
 */
export function parseWhere(where: unknown, view: ViewBinding, limits: ListLimits): Condition | undefined {
  if (where === null || where === undefined) return undefined;
  return parseFields(where as Input, view, limits, 'where', 0);
}

function parseFields(where: Input, view: ViewBinding, limits: ListLimits, path: string, depth: number): Condition {
  if (depth > limits.maxFilterDepth) throw tooDeep(path, depth, limits);
  const all = Object.entries(where).map(([name, value]) => {
    const here = `${path}.${name}`;
    if (value === null) throw new BadUserInput(here, 'is null; leave it out, or ask for isNull');
    if (name === 'and' || name === 'or') return combine(name, value as Input[], view, limits, here, depth);
    if (name === 'not') return { not: parseFields(value as Input, view, limits, here, depth + 1) };
    return parseField(value as Input, view.fields.get(name), limits, here);
  });
  return { all };
}

function combine(
  name: 'and' | 'or',
  parts: readonly Input[],
  view: ViewBinding,
  limits: ListLimits,
  path: string,
  depth: number,
) {
  if (parts.length > limits.maxInValues) throw tooMany(path, 'parts', parts.length, limits);
  const conditions = parts.map((part, index) => parseFields(part, view, limits, `${path}.${index}`, depth + 1));
  return name === 'and' ? { all: conditions } : { any: conditions };
}

function tooDeep(path: string, measured: number, { maxFilterDepth: limit }: ListLimits): LimitExceeded {
  const message = `${path}: and, or and not stand ${measured} deep; at most ${limit} are allowed`;
  return new LimitExceeded(message, { argument: path, limit, measured });
}

function tooMany(path: string, what: string, measured: number, { maxInValues: limit }: ListLimits): LimitExceeded {
  const message = `${path}: has ${measured} ${what}; at most ${limit} are allowed. Ask in several requests`;
  return new LimitExceeded(message, { argument: path, limit, measured });
}

function parseField(value: Input, field: FieldBinding | undefined, limits: ListLimits, path: string): Condition {
  if (field?.kind === 'column') return parseOperators(value, field.column, limits, path);
  if (field?.kind !== 'embed') throw new BadUserInput(path, 'cannot be filtered by');
  const all = Object.entries(value).map(([name, inner]) => {
    const column: ColumnField | null | undefined = field.fields.get(name);
    const here = `${path}.${name}`;
    if (!column) throw new BadUserInput(here, 'has no value in this view');
    if (inner === null) throw new BadUserInput(here, 'is null; leave it out, or ask for isNull');
    return parseOperators(inner as Input, column.column, limits, here);
  });
  return { all };
}

function parseOperators(operators: Input, column: Column, limits: ListLimits, path: string): Condition {
  const all = Object.entries(operators).map(([name, value]): Condition => {
    const here = `${path}.${name}`;
    if (value === null) throw new BadUserInput(here, 'is null; leave it out, or ask for isNull');
    if (name === 'isNull') return { column, isNull: value as boolean };
    if (column.kind === 'geometry') return parseSpatial(name, value as Input, column, here);
    if (name === 'in' || name === 'notIn') return parseIn(name, value as string[], column, limits, here);
    return { column, is: name as Comparison, value: value as string };
  });
  return { all };
}

function parseSpatial(name: string, value: Input, column: Column, path: string): Condition {
  if (name === 'near') return nearCondition(value as unknown as Near, column, path);
  const area = parseArea(value, path);
  return name === 'within' ? { column, within: area } : { column, intersects: area };
}

export interface Near extends Point {
  readonly metres: number;
}

export function nearCondition({ metres, ...point }: Near, column: Column, path: string): Condition {
  return { column, near: parsePoint(point, path), metres: parseMetres(metres, `${path}.metres`) };
}

function parseIn(
  name: 'in' | 'notIn',
  values: readonly string[],
  column: Column,
  limits: ListLimits,
  path: string,
): Condition {
  if (values.length > limits.maxInValues) throw tooMany(path, 'values', values.length, limits);
  const among: Condition = { column, in: [...new Set(values)] };
  return name === 'in' ? among : { not: among };
}
