import { type FieldNode, type GraphQLObjectType, getNamedType, isObjectType, Kind } from 'graphql';
import type { JsonShape } from '../sources/json-shape.js';
import { type Fields, fieldsOf, withSelections } from './flatten.js';
import { shapeIn } from './shape.js';
import { rewritten, type TextLists } from './text-lists.js';

/** What a line of a series answers its points under where they are written as text: no document can name it. */
export const POINTS_AS_TEXT = 'points as text';

/** The types of series by those of their lines. */
export const LINES: Readonly<Record<string, string>> = {
  ProductionSeries: 'CompletionSeries',
  UnitProductionSeries: 'UnitSeries',
};

const KINDS = { Date: 'date', Int: 'integer' } as const;

/** A series whose points are asked for as text; their shape, by the names of fields, goes where those of lists go. Undefined where it is none. */
export function textSeries(
  field: FieldNode,
  inner: Fields,
  answered: GraphQLObjectType,
  lists: TextLists,
): FieldNode | undefined {
  const type = lists.schema.getType(LINES[answered.name] ?? '');
  const series = onlyOne(inner, 'series');
  if (!isObjectType(type) || !series) return undefined;
  const line = fieldsOf(series.selectionSet?.selections ?? [], type, lists);
  const points = onlyOne(line, 'points');
  const shape = points && pointShape(points, lists);
  if (!shape) return undefined;
  const { selectionSet: _, ...leaf } = points;
  const alias = points.alias ?? points.name;
  const text: FieldNode = { ...leaf, alias, name: { kind: Kind.NAME, value: POINTS_AS_TEXT } };
  const lineOf = rewritten(line, type, lists).map((each) => (nameOf(each) === alias.value ? text : each));
  const others = rewritten(inner, answered, lists);
  const lines = withSelections(series, lineOf);
  const found = withSelections(
    field,
    others.map((each) => (nameOf(each) === nameOf(series) ? lines : each)),
  );
  lists.shapes.set(found, shape);
  return found;
}

const nameOf = ({ alias, name }: FieldNode) => (alias ?? name).value;

function onlyOne(fields: Fields, name: string): FieldNode | undefined {
  const found = [...fields.values()].filter((field) => field.name.value === name);
  return found.length === 1 ? found[0] : undefined;
}

function pointShape(points: FieldNode, lists: TextLists): JsonShape | undefined {
  return shapeIn(points, 'ProductionPoint', lists, ({ name: { value: name } }, type) => {
    const declared = type.getFields()[name]?.type;
    const kinds: Readonly<Record<string, 'date' | 'integer'>> = KINDS;
    return declared && { column: { name, kind: kinds[getNamedType(declared).name] ?? 'float' } };
  });
}
