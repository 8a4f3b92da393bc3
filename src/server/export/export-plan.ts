import { type DocumentNode, getVariableValues, type GraphQLObjectType, GraphQLError, Kind } from 'graphql';
import type { Bindings } from '../../binding/bindings.js';
import { BadUserInput } from '../../errors.js';
import { fieldsOf } from '../../execution/flatten.js';
import type { Operation } from '../cost.js';
import type { Column } from './column.js';
import type { Connection, Level, List } from './level.js';
import { Shaper, type Walked } from './shape.js';

/** What an operation becomes in a file, and how its rows are asked for. */
export interface ExportPlan {
  readonly asked: Operation;
  readonly walked: Walked;
  readonly root: GraphQLObjectType;
  readonly shape: Level;
  /** In the order of the file: those of what stands around the list first. */
  readonly columns: readonly Column[];
  readonly list: List;
  /** There where the rows are read page by page. */
  readonly connection?: Connection;
}

/**
 * Which rows and columns an operation exports.
 * @throws BadUserInput naming the field that has no place in a file; GraphQLError where the variables do not fit
 */
export function planExport(asked: Operation, bindings: Bindings): ExportPlan {
  const { schema, document, operation } = asked;
  const root = schema.getQueryType();
  if (operation.operation !== 'query' || !root)
    throw new BadUserInput('query', 'is no query; only a query is exported');
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables);
  if (!coerced) throw new GraphQLError(errors[0]?.message ?? '', { extensions: { code: 'BAD_USER_INPUT' } });
  const walked: Walked = { schema, bindings, variables: coerced, fragments: fragmentsOf(document) };
  const { selections } = operation.selectionSet;
  const [, second] = [...fieldsOf(selections, root, walked)].filter(([, { name }]) => !name.value.startsWith('__'));
  if (second) throw new BadUserInput(second[0], 'is a second root field; an export has one');
  const shape = new Shaper(walked).shape(selections, root);
  const { below } = shape;
  if (!below) throw new BadUserInput('query', 'leads to no list; an export is the rows of one');
  const { connection } = below;
  return { asked, walked, root, shape, columns: columnsOf(shape), list: below, ...(connection && { connection }) };
}

const fragmentsOf = ({ definitions }: DocumentNode): Walked['fragments'] =>
  Object.fromEntries(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );

function columnsOf(shape: Level): Column[] {
  const all = levelsOf(shape).flatMap(({ columns }) => columns);
  const names = all.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new BadUserInput(twice, 'would be the header of two columns; give one an alias');
  if (all.length === 0) throw new BadUserInput('query', 'asks for no values of the rows');
  return all;
}

export function levelsOf(level: Level): Level[] {
  return level.below ? [level, ...levelsOf(level.below.rows)] : [level];
}
