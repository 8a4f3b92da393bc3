import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  type SelectionNode,
} from 'graphql';
import type { Bindings } from '../../binding/bindings.js';
import { BadUserInput } from '../../errors.js';
import { type Fields, fieldsOf, type Opened } from '../../execution/flatten.js';
import { type Holder, together, unitOf } from './column.js';
import { type Connection, isConnection, type Level } from './level.js';

export type Walked = Opened & { readonly bindings: Bindings };

/** Where the walk is: names from the level, names from the root, and what holds the fields. */
interface Place {
  readonly level: Level;
  readonly path: readonly string[];
  readonly full: readonly string[];
  readonly isInRows: boolean;
  readonly isPaged: boolean;
  readonly isSized: boolean; // whether what holds the fields takes a `first`
  readonly holder: Holder;
}

const NOWHERE = { path: [], full: [], isInRows: false, isPaged: false, isSized: false } as const;

/**
 * What a selection becomes in a file: plain values are columns, single objects columns with dots, and one list is the rows.
 * @throws BadUserInput naming what cannot stand in a file
 */
export class Shaper {
  constructor(readonly walked: Walked) {}

  shape(selections: readonly SelectionNode[], root: GraphQLObjectType): Level {
    const level: Level = { columns: [] };
    this.#object(selections, { ...NOWHERE, level, holder: { type: root, row: root.name, within: [] } });
    return level;
  }

  #object(selections: readonly SelectionNode[], place: Place): void {
    for (const [key, node] of this.#fields(selections, place.holder.type, place.full)) this.#field(key, node, place);
  }

  /** Names that begin with two underscores are those that pages are read by. */
  #fields(selections: readonly SelectionNode[], type: GraphQLObjectType, full: readonly string[]): Fields {
    const fields = fieldsOf(selections, type, this.walked);
    const own = [...fields.keys()].find((key) => key.startsWith('__') && key !== '__typename');
    if (own !== undefined) refuse([...full, own], 'begins with two underscores; choose another alias');
    return fields;
  }

  #field(key: string, node: FieldNode, place: Place): void {
    const { type } = place.holder;
    const full = [...place.full, key];
    const { type: declared, args = [] } = type.getFields()[node.name.value] ?? {};
    if (!declared || isHidden(node)) {
      if (place.isInRows && node.name.value === '__typename') this.#column(key, node, place, 'String');
      return;
    }
    const named = getNamedType(declared);
    if (isListType(getNullableType(declared))) this.#list(key, node, place);
    else if (!isCompositeType(named)) this.#column(key, node, place, named.name);
    else if (isConnection(named)) this.#connection(key, node, named, place);
    else this.#single(key, node, named, { ...place, full, isSized: args.some(({ name }) => name === 'first') });
  }

  #column(key: string, node: FieldNode, { level, path, holder }: Place, scalar: string): void {
    const name = [...path, key].join('.');
    const uom = unitOf(node, holder, this.walked);
    const field = [holder.row, [...holder.within, node.name.value].join('.')] as const;
    const column = { name, path: [...path, key], scalar, fields: [field], ...(uom !== undefined && { uom }) };
    // Of an object that may be of several types each of them may have such a field.
    const known = level.columns.findIndex((each) => each.name === name);
    const other = level.columns[known];
    if (other) level.columns[known] = together(other, column);
    else level.columns.push(column);
  }

  /** One object: its fields stand beside those of its row. Of a type that decides itself by row, each type's do. */
  #single(key: string, node: FieldNode, type: GraphQLCompositeType, place: Place): void {
    if (isAbstractType(type) && !place.isInRows) refuse(place.full, 'may be of several types; ask by a field of one');
    this.#each(type, node, { ...place, path: [...place.path, key] });
  }

  #each(type: GraphQLCompositeType, node: FieldNode, place: Place): void {
    const types = isAbstractType(type) ? this.walked.schema.getPossibleTypes(type) : [type];
    for (const each of types)
      this.#object(node.selectionSet?.selections ?? [], {
        ...place,
        holder: this.#below(each, node.name.value, place.holder),
      });
  }

  #connection(key: string, field: FieldNode, type: GraphQLObjectType, place: Place): void {
    const full = [...place.full, key];
    if (place.isInRows) refuse(full, INSIDE);
    if (place.level.below) refuse(full, SECOND);
    const below: Place = { ...place, full, path: [...place.path, key], isPaged: true };
    const said = { path: full, type: type.name, isResumed: this.#isResumed(field, place.holder) };
    for (const [name, node] of this.#fields(field.selectionSet?.selections ?? [], type, full)) {
      if (OF_PAGES.has(node.name.value)) continue;
      if (!ROWS.has(node.name.value)) refuse([...full, name], 'is no row of the list; leave it out of an export');
      this.#list(name, node, { ...below, holder: { ...place.holder, type } }, { ...said, rows: name });
    }
    if (!place.level.below) refuse(full, 'asks for no rows; ask for `nodes`');
  }

  #isResumed(node: FieldNode, { type }: Holder): boolean {
    const field = type.getFields()[node.name.value];
    return field !== undefined && typeof getArgumentValues(field, node, this.walked.variables).after === 'string';
  }

  #list(key: string, node: FieldNode, place: Place, connection?: Connection): void {
    const { level, holder } = place;
    const full = [...place.full, key];
    const type = getNamedType(holder.type.getFields()[node.name.value]?.type);
    if ((place.isInRows && place.isPaged) || !isCompositeType(type)) refuse(full, INSIDE);
    if (level.below) refuse(full, SECOND);
    const rows: Level = { columns: [] };
    const isCut = !connection && !place.isInRows && holder.type.getFields().truncated !== undefined;
    const cut = isCut ? { cutBy: place.full, isSized: place.isSized && ROWS.has(node.name.value) } : {};
    level.below = { path: [...place.path, key], rows, ...(connection && { connection }), ...cut };
    const inside = { level: rows, full, isInRows: true, isPaged: place.isPaged || connection !== undefined, holder };
    this.#each(type, node, { ...NOWHERE, ...inside });
  }

  #below(type: GraphQLObjectType, name: string, { row, within }: Holder): Holder {
    return this.walked.bindings.views.has(type.name)
      ? { type, row: type.name, within: [] }
      : { type, row, within: [...within, name] };
  }
}

/** Told of pages, not of rows: a file has none. */
const OF_PAGES = new Set(['pageInfo', 'totalCount', '__typename']);
const ROWS = new Set(['nodes', 'edges']);
const INSIDE = 'is a list inside the exported rows; leave it out, or export it by itself';
const SECOND = 'is a second list; a file holds the rows of one. Export it by itself';
const isHidden = ({ name }: FieldNode) => name.value.startsWith('__');

function refuse(full: readonly string[], message: string): never {
  throw new BadUserInput(full.join('.'), message);
}
