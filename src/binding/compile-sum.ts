import type { Column, Term } from '../sources/row-source.js';
import type { ColumnField, FieldBinding } from './bindings.js';
import type { Field, Report } from './compile-field.js';
import { isNumber } from './kinds.js';
import type { SchemaReader } from './schema-reader.js';

interface TermArgument {
  readonly field: string;
  readonly times?: string;
  readonly per: number;
}

/** The fields that a term may name, by their path: those of the same object, and of the row's embedded objects. */
type Siblings = ReadonlyMap<string, FieldBinding | null>;

/**
 * A number worked out of other fields. Null where a field that it stands on does not exist in this view: part of a sum
 * is another quantity.
 *
 * @param name  what the result is called among the view's columns
 */
export function compileSum(reader: SchemaReader, field: Field, name: string, siblings: Siblings, report: Report) {
  const terms = (reader.directive(field.astNode, 'sum')?.of ?? []) as readonly TermArgument[];
  if (terms.length === 0) report('is a @sum of nothing');
  const compiled = terms.map((term) => termOf(term, siblings, report));
  if (compiled.some((term) => term === null)) return null;
  const sum = compiled.filter((term) => term !== null);
  const uom = (reader.directive(field.astNode, 'uom')?.is ?? 'NONE') as string;
  return { kind: 'column', column: { name, kind: 'float', sum }, scalar: 'Float', uom } satisfies ColumnField;
}

function termOf({ field, times, per }: TermArgument, siblings: Siblings, report: Report): Term | null {
  const columns: string[] = [];
  for (const path of times === undefined ? [field] : [field, times]) {
    const found = fieldAt(path, siblings);
    if (found === null) return null;
    if (found === undefined) report(`is a @sum of ${path}, which is no number of the same row`);
    else columns.push(found.name);
  }
  if (per === 0) report('divides by nothing');
  return { columns, per };
}

/** Undefined where there is no such number; null where this view does not have it. */
function fieldAt(path: string, siblings: Siblings): Column | null | undefined {
  const [outer = '', inner] = path.split('.');
  const own = siblings.get(outer);
  const found = inner === undefined ? own : own?.kind === 'embed' ? own.fields.get(inner) : undefined;
  if (found === null) return null;
  return found?.kind === 'column' && isNumber(found.column) && !found.column.sum ? found.column : undefined;
}
