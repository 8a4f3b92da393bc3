import { type GraphQLField, getNamedType, isListType, isNonNullType, isObjectType, isScalarType } from 'graphql';
import type { ColumnKind, PersonalData } from '../sources/row-source.js';
import type { ColumnField, ComputedField, EmbedField, FieldBinding } from './bindings.js';
import { compileSum } from './compile-sum.js';
import { isNumber } from './kinds.js';
import { columnOf } from './names.js';
import type { SchemaReader } from './schema-reader.js';
import { uomOf } from './uom.js';

export type Field = GraphQLField<unknown, unknown>;
/** A mistake of one field, without the field's name. */
export type Report = (reason: string) => void;

const KINDS: Readonly<Record<string, ColumnKind>> = {
  ID: 'text',
  String: 'text',
  Int: 'integer',
  Float: 'float',
  Boolean: 'boolean',
  Date: 'date',
  LocalDateTime: 'local',
  DateTime: 'instant',
  Geometry: 'geometry',
};

/** A field that reads its own row: a column, an embedded object or a computed value. Links are compiled later. */
export function compileOwnField(reader: SchemaReader, field: Field, report: Report): FieldBinding | undefined {
  const needs = reader.directive(field.astNode, 'needs');
  if (needs) return { kind: 'computed', needs: needs.fields as string[] } satisfies ComputedField;
  const embed = reader.directive(field.astNode, 'embed');
  if (embed) return compileEmbed(reader, field, embed as unknown as EmbedArguments, report);
  return compileColumn(reader, field, undefined, report);
}

function compileColumn(reader: SchemaReader, field: Field, stored: string | undefined, report: Report) {
  const type = getNamedType(field.type);
  if (!isScalarType(type) || isListType(isNonNullType(field.type) ? field.type.ofType : field.type)) {
    report(`is no scalar; a ${type.name} needs @link or @embed`);
    return undefined;
  }
  const kind = KINDS[type.name];
  if (!kind) return void report(`has the scalar ${type.name}, which no column can hold`);
  const named = reader.directive(field.astNode, 'column')?.name as string | undefined;
  const uom = uomOfField(reader, field, kind, report);
  const personal = reader.directive(field.astNode, 'personal')?.as as PersonalData | undefined;
  if (personal && kind !== 'text') report(`is @personal and no text, so it cannot be kept from anybody`);
  const column = { name: stored ?? named ?? columnOf(field.name), kind, ...(personal && { personal }) };
  return { kind: 'column', column, scalar: type.name, ...(uom && { uom }) } satisfies ColumnField;
}

function uomOfField(reader: SchemaReader, field: Field, kind: ColumnKind, report: Report): string | undefined {
  const said = reader.directive(field.astNode, 'uom')?.is as string | undefined;
  if (!isNumber({ name: field.name, kind })) return undefined;
  const uom = said ?? uomOf(field.name);
  if (!uom) report('is a number whose name ends in no unit; rename it or add @uom (NONE where it has none)');
  return uom;
}

interface EmbedArguments {
  readonly prefix: string;
  readonly columns?: readonly { readonly field: string; readonly column: string }[];
  readonly without?: readonly string[];
}

function compileEmbed(reader: SchemaReader, field: Field, embed: EmbedArguments, report: Report) {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return void report(`embeds ${type.name}, which is no object type`);
  if (!isNonNullType(field.type)) report('is embedded in the same row, so it is never null: write it with !');
  const fields = new Map<string, ColumnField | null>();
  const isSum = (inner: Field) => reader.directive(inner.astNode, 'sum') !== undefined;
  const [sums, stored] = [reader.fieldsOf(type).filter(isSum), reader.fieldsOf(type).filter((inner) => !isSum(inner))];
  for (const inner of stored) {
    fields.set(
      inner.name,
      embed.without?.includes(inner.name) ? null : (embedded(reader, inner, embed, report) ?? null),
    );
  }
  for (const inner of sums) {
    const named = `${columnOf(field.name)}_${columnOf(inner.name)}`;
    fields.set(
      inner.name,
      compileSum(reader, inner, named, fields, (reason) => report(`.${inner.name} ${reason}`)),
    );
  }
  for (const name of [...(embed.without ?? []), ...(embed.columns ?? []).map((column) => column.field)]) {
    if (!fields.has(name)) report(`names ${type.name}.${name}, which does not exist`);
  }
  return { kind: 'embed', type: type.name, fields } satisfies EmbedField;
}

function embedded(reader: SchemaReader, inner: Field, embed: EmbedArguments, report: Report) {
  const own = reader.directive(inner.astNode, 'column')?.name as string | undefined;
  const renamed = embed.columns?.find((column) => column.field === inner.name)?.column;
  const stored = `${embed.prefix}${renamed ?? own ?? columnOf(inner.name)}`;
  return compileColumn(reader, inner, stored, (reason) => report(`.${inner.name} ${reason}`));
}
