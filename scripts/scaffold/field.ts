import { columnOf } from '../../src/binding/names.js';
import { uomOf } from '../../src/binding/uom.js';
import { type CatalogColumn, type CatalogView, isId } from './catalog.js';
import { describe, SUFFIX } from './describe.js';
import { nativeFieldName } from './native-names.js';
import type { Twin } from './sibling.js';
import { isNumber, uomOfColumn } from './units.js';

/** Days by nature, though stored as timestamps: production days, boundaries of periods and of use, dates on a licence. */
const DAYS: readonly RegExp[] = [
  /^(allocation|calculation|inventory|gathered|disposition|correction|tank)_date$/,
  /(^|_)(start|end)_date$|^(start|stop)_(display_date|using_)|^start_allocating_date$/,
  /^(first|last)_day$|^first_sale_date$|^last_produced_|^target_daily_date$/,
  /^(expiry|pop|abandon|spud|rig_release|completion_license)_date$/,
];
/** A plan to the hour and the run of a process are moments, whatever they are called. */
const MOMENTS = /^planned_|process/;

const isDay = (column: string): boolean => !MOMENTS.test(column) && DAYS.some((day) => day.test(column));

/** camelCase of a column; `_utc` is dropped because `DateTime` says it. */
export function fieldNameOf(column: string): string {
  const native = nativeFieldName(column);
  if (native) return native;
  return column.replace(/_utc$/, '').replaceAll(/(?<=.)_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The GraphQL scalar of a column. */
export function scalarOf(view: CatalogView, { name, type }: CatalogColumn): string {
  if (type === 'timestamp_tz' || name.endsWith('_utc')) return 'DateTime';
  if (type === 'timestamp_ntz') return isDay(name) ? 'Date' : 'LocalDateTime';
  if (type === 'varchar') return isId(view, name) ? 'ID' : 'String';
  return { float: 'Float', integer: 'Int', boolean: 'Boolean', date: 'Date' }[type];
}

/** A field with its description and directives, two lines; a column of the change feed reads like its twin. */
export function printField(view: CatalogView, column: CatalogColumn, sentence?: string, twin?: Twin): string {
  const field = twin ? likeTwin(column, twin) : fieldNameOf(column.name);
  const like = twin ? { ...column, name: twin.column.name } : column;
  const required =
    column.name === 'id_rec' || column.name === view.primaryKey || isNetwork(view, column.name) ? '!' : '';
  const named = columnOf(field) === column.name ? '' : ` @column(name: "${column.name}")`;
  const uom = isNumber(column) && uomOf(field) !== uomOfColumn(column) ? ` @uom(is: ${uomOfColumn(column)})` : '';
  const described = describe(twin?.view ?? view, like, sentence);
  const personal = /may name people/.test(described) ? ' @personal(as: TEXT)' : '';
  const line = `  ${field}: ${scalarOf(twin?.view ?? view, like)}${required}${named}${uom}${personal}`;
  return `  ${JSON.stringify(described)}\n${line}`;
}

/** The twin's name, without its unit where this column is in another. */
function likeTwin({ unit }: CatalogColumn, { column }: Twin): string {
  return fieldNameOf(unit === column.unit ? column.name : column.name.replace(SUFFIX, ''));
}

function isNetwork(view: CatalogView, column: string): boolean {
  return view.references.some((link) => link.column === column && link.model === 'stg_prodview__networks');
}
