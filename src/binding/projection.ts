import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Bindings, ViewBinding } from './bindings.js';
import { measuresOf, type NamedMeasure } from './measures.js';
import { columnsNeeded } from './needs.js';
import { OpenSelections } from './open-selections.js';

/** What one document needs of one type, over all places where the type appears. */
export interface Need {
  /** Names of columns, beside the key. */
  readonly columns: Set<string>;
  /** Whether a cursor of the type's lists is asked for, so that rows must carry what they are ordered by. */
  cursors: boolean;
  readonly aggregates: Map<string, NamedMeasure>;
  readonly groups: Map<string, NamedMeasure>;
}

/** What a document needs of a type where there is no document. */
export const NO_NEED: Need = { columns: new Set(), cursors: false, aggregates: new Map(), groups: new Map() };

/** Whether the selection of the field being resolved has a field of such a name, its fragments opened. */
export function asks(info: GraphQLResolveInfo, name: RegExp): boolean {
  const own = new OpenSelections(info.fragments, info.variableValues);
  return info.fieldNodes.some(({ selectionSet }) => own.asks(selectionSet, name));
}

type Operation = Pick<GraphQLResolveInfo, 'operation' | 'fragments' | 'variableValues' | 'schema'>;

/** What a document needs of every type it touches: one walk, before the first statement. */
export function needsOfDocument(info: Operation, bindings: Bindings): ReadonlyMap<string, Need> {
  const walk = new Walk(info.fragments, info.variableValues, bindings, info.schema);
  walk.root(info.operation.selectionSet, info.schema.getRootType(info.operation.operation)?.name ?? 'Query');
  return walk.needs;
}

class Walk extends OpenSelections {
  readonly needs = new Map<string, Need>();

  constructor(
    fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    variables: Readonly<Record<string, unknown>>,
    readonly bindings: Bindings,
    readonly schema: GraphQLSchema,
  ) {
    super(fragments, variables);
  }

  root(set: SelectionSetNode | undefined, type: string): void {
    for (const { field } of this.fields(set, type)) {
      const root = this.bindings.roots.get(`${type}.${field.name.value}`);
      if (root?.kind === 'list') this.#connection(field.selectionSet, root.target);
      else if (root) this.#rows(field.selectionSet, root.target);
      else this.#beneath(field, type);
    }
  }

  /** Beneath a field that a hand-written resolver answers: rows of bound types, or an object that leads to such. */
  #beneath(field: FieldNode, type: string): void {
    const holder = this.schema.getType(type);
    const answered = isObjectType(holder) ? holder.getFields()[field.name.value]?.type : undefined;
    if (!answered || !field.selectionSet) return;
    const { name } = getNamedType(answered);
    const isRows = this.bindings.views.has(name) || isAbstractType(getNamedType(answered));
    if (isRows) this.#rows(field.selectionSet, name);
    else this.root(field.selectionSet, name);
  }

  need(type: string): Need {
    const known = this.needs.get(type);
    if (known) return known;
    const need: Need = { columns: new Set(), cursors: false, aggregates: new Map(), groups: new Map() };
    this.needs.set(type, need);
    return need;
  }

  #rows(set: SelectionSetNode | undefined, type: string): void {
    for (const { field, on } of this.fields(set, type)) {
      const view = this.bindings.views.get(on);
      if (view) this.#field(field, view);
    }
  }

  #field(field: FieldNode, view: ViewBinding): void {
    const binding = view.fields.get(field.name.value);
    const { columns } = this.need(view.type);
    if (binding?.kind === 'embed') {
      for (const { field: inner } of this.fields(field.selectionSet, binding.type)) {
        const column = binding.fields.get(inner.name.value);
        if (column) columns.add(column.column.name);
      }
      return;
    }
    for (const column of columnsNeeded(view, field.name.value)) columns.add(column);
    if (binding?.kind === 'computed') this.#beneath(field, view.type);
    if (binding?.kind === 'link' && binding.many) this.#connection(field.selectionSet, binding.target);
    else if (binding?.kind === 'link') this.#rows(field.selectionSet, binding.target);
    else if (binding?.kind === 'polymorphic') this.#rows(field.selectionSet, binding.union);
  }

  #connection(set: SelectionSetNode | undefined, target: string): void {
    const need = this.need(target);
    const view = this.bindings.views.get(target);
    for (const { field } of this.fields(set, `${target}Connection`)) {
      const name = field.name.value;
      if (name === 'nodes') this.#rows(field.selectionSet, target);
      else if (name === 'edges') this.#edges(field.selectionSet, target, need);
      else if (name === 'pageInfo') need.cursors ||= this.asks(field.selectionSet, /Cursor$/);
      else if (name === 'totalCount') need.aggregates.set('count', { as: 'count', of: 'count', path: ['count'] });
      else if (view && (name === 'aggregates' || name === 'groups'))
        this.#measures(field.selectionSet, view, need[name]);
    }
  }

  #edges(set: SelectionSetNode | undefined, target: string, need: Need): void {
    need.cursors ||= this.asks(set, /^cursor$/);
    for (const { field } of this.fields(set, `${target}Edge`)) {
      if (field.name.value === 'node') this.#rows(field.selectionSet, target);
    }
  }

  #measures(set: SelectionSetNode | undefined, view: ViewBinding, into: Map<string, NamedMeasure>): void {
    into.set('count', { as: 'count', of: 'count', path: ['count'] });
    const paths: string[][] = [];
    const collect = (inner: SelectionSetNode | undefined, path: readonly string[]): void => {
      for (const { field } of this.fields(inner, '')) {
        const here = [...path, field.name.value];
        if (field.selectionSet) collect(field.selectionSet, here);
        else paths.push(here);
      }
    };
    collect(set, []);
    for (const measure of measuresOf(view, paths)) into.set(measure.as, measure);
  }
}
