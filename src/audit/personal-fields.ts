import { type GraphQLResolveInfo, getNamedType, isInterfaceType, isObjectType, type SelectionSetNode } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import { OpenSelections } from '../binding/open-selections.js';

/** As much of an operation as says what it selects. */
export type Asked = Pick<GraphQLResolveInfo, 'operation' | 'fragments' | 'variableValues' | 'schema'>;

/** Which fields hold personal data. */
export type IsPersonal = (type: string, field: string) => boolean;

/**
 * The personal fields that an operation selects anywhere: one walk, whatever it reads. Each as the type whose rows hold it
 * and the path within the row, such as `Unit` and `audit.createdBy`.
 */
export function personalFieldsOf(
  { operation, fragments, variableValues, schema }: Asked,
  isPersonal: IsPersonal,
  isRow: (type: string) => boolean,
): readonly (readonly [type: string, path: string])[] {
  const open = new OpenSelections(fragments, variableValues);
  const found = new Map<string, readonly [string, string]>();
  const walk = (set: SelectionSetNode | undefined, type: string, owner: string, path: readonly string[]): void => {
    for (const { field, on } of open.fields(set, type)) {
      const name = field.name.value;
      const [row, here] = isRow(on) ? [on, [name]] : [owner, [...path, name]];
      if (isPersonal(on, name)) found.set(`${row}.${here.join('.')}`, [row, here.join('.')]);
      const holder = schema.getType(on);
      const hasFields = isObjectType(holder) || isInterfaceType(holder);
      const answered = hasFields ? holder.getFields()[name]?.type : undefined;
      if (answered) walk(field.selectionSet, getNamedType(answered).name, row, here);
    }
  };
  const root = schema.getRootType(operation.operation)?.name ?? 'Query';
  walk(operation.selectionSet, root, root, []);
  return [...found.values()];
}

/** Fields without a column that show who did something, or any value of a record. */
const BY_HAND = ['OperationEvent.actor', 'RecordEvent.actor', 'RecordChange.before', 'RecordChange.value'];

/** What the schema marks as personal, of types and of the objects embedded in them. */
export function personalIn({ views }: Pick<Bindings, 'views'>): IsPersonal {
  const marked = [...views.values()].flatMap((view) =>
    view.leaves
      .filter(({ field }) => field.column.personal)
      .map(({ path }) => {
        const holder = view.fields.get(path[0] ?? '');
        return `${holder?.kind === 'embed' ? holder.type : view.type}.${path.at(-1)}`;
      }),
  );
  const known = new Set([...marked, ...BY_HAND]);
  return (type, field) => known.has(`${type}.${field}`);
}
