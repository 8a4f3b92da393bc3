import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { fieldsOf, withSelections } from '../../execution/flatten.js';
import type { ExportPlan } from './export-plan.js';

/** Where a page begins and how many rows it has. */
export interface PageAsked {
  readonly first: number;
  /** The cursor of the row before; where it is left out, what the document itself says holds. */
  readonly after?: string | undefined;
}

/** Rows of a page of an export, where a page of a list may have as many. */
export const PAGE_ROWS = 1_000;

/** The name under which a page tells whether there is another; no client's document may be answered under it. */
export const PAGE = '__page';

/** The name under which a list that is read at once tells whether it left rows out. */
export const CUT = '__cut';

/** The exported operation with a page of its list in the place of the rows that it asks for. */
export function pageDocument(plan: ExportPlan, { first, after }: PageAsked): DocumentNode {
  const { connection, list } = plan;
  if (!connection)
    return rewritten(plan, list.cutBy, (holder) => {
      const asked = list.isSized ? { ...holder, arguments: [...ownOf(holder), whole('first', first)] } : holder;
      return withSelections(asked, [...selected(holder), TELLS_CUT]);
    });
  return rewritten(plan, connection.path, (field) => {
    const own = ownOf(field);
    const kept = after === undefined ? own : own.filter(({ name }) => name.value !== 'after');
    const args = [...kept, whole('first', first), ...(after === undefined ? [] : [text('after', after)])];
    return withSelections({ ...field, arguments: args }, [...rowsOf(plan, field), PAGE_INFO]);
  });
}

const ownOf = (field: FieldNode) => (field.arguments ?? []).filter(({ name }) => name.value !== 'first');

/** How many rows its list has over all pages; nothing else is asked for. */
export function countDocument(plan: ExportPlan): DocumentNode {
  return rewritten(plan, plan.connection?.path, (field) => {
    const args = (field.arguments ?? []).filter(({ name }) => name.value !== 'first' && name.value !== 'after');
    return withSelections({ ...field, arguments: args }, [named('totalCount')]);
  });
}

type Rewrite = (field: FieldNode) => FieldNode;

/** The operation with its fragments opened on the way to one of its fields, and that field rewritten. */
function rewritten({ asked, walked, root }: ExportPlan, way: readonly string[] = [], rewrite: Rewrite): DocumentNode {
  if (way.length === 0) return asked.document;
  const into = (selections: readonly SelectionNode[], type: GraphQLObjectType, path: readonly string[]): FieldNode[] =>
    [...fieldsOf(selections, type, walked)].map(([key, field]) => {
      if (key !== path[0]) return field;
      const below = getNamedType(type.getFields()[field.name.value]?.type);
      if (path.length === 1 || !isObjectType(below)) return rewrite(field);
      return withSelections(field, into(selected(field), below, path.slice(1)));
    });
  const selections = into(asked.operation.selectionSet.selections, root, way);
  const operation = { ...asked.operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  const fragments = asked.document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { ...asked.document, definitions: [operation, ...fragments] };
}

const selected = ({ selectionSet }: FieldNode) => selectionSet?.selections ?? [];

function rowsOf({ walked, connection }: ExportPlan, field: FieldNode): FieldNode[] {
  const type = walked.schema.getType(connection?.type ?? '');
  if (!connection || !isObjectType(type)) return [];
  const fields = fieldsOf(selected(field), type, walked);
  return [...fields].filter(([key]) => key === connection.rows).map(([, field]) => field);
}

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;
const named = (name: string): FieldNode => ({ kind: Kind.FIELD, name: nameOf(name) });
const whole = (name: string, value: number): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: nameOf(name),
  value: { kind: Kind.INT, value: String(value) },
});
const text = (name: string, value: string): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: nameOf(name),
  value: { kind: Kind.STRING, value },
});

const PAGE_INFO = withSelections({ ...named('pageInfo'), alias: nameOf(PAGE) }, [
  named('hasNextPage'),
  named('endCursor'),
]);
const TELLS_CUT: FieldNode = { ...named('truncated'), alias: nameOf(CUT) };
