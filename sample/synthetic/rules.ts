import { auditOf } from './audit.js';
import { type Column, TYPES, tables, type View } from './catalog.js';
import { componentOf } from './components.js';
import { flagOf, momentOf, numberOf } from './measures.js';
import { level, saltOf, some } from './presence.js';
import { textOf } from './words.js';

/** A view whose columns are being filled. */
export interface Filling {
  readonly view: View;
  readonly rows: number;
  /** The columns that the base names, under the view's names, as SQL. */
  readonly given: ReadonlyMap<string, string>;
}

/**
 * SQL of one column: what the base gives, else what its role in the catalog, its unit, type and name ask for.
 * @throws Error where a reference to another view was left to chance
 */
export function sqlOf(column: Column, filling: Filling): string {
  const { name, type } = column;
  const { view, rows, given } = filling;
  const type_ = TYPES[type] ?? 'varchar';
  const found = given.get(name);
  if (found) return `(${found})::${type_}`;
  if (name === view.surrogateKey) return `md5(${given.get(view.primaryKey)})`;
  const value = auditOf(column, rows) ?? dayPart(column, filling) ?? linkOf(name, filling) ?? componentOf(name, given);
  return value ?? `(${guess(column, rows)})::${type_}`;
}

function guess({ name, type, unit, label }: Column, rows: number): string {
  if (type === 'varchar') return textOf(name, label, rows);
  if (type === 'boolean') return flagOf(name);
  if (type === 'date' || type.startsWith('timestamp')) return momentOf(name, rows);
  return numberOf(name, unit, rows);
}

const PARTS: Readonly<Record<string, string>> = { year: 'year', month: 'month', day_of_month: 'day' };

/** Year, month and day of month of the date that the view is dated by. */
function dayPart({ name, type }: Column, { view, given }: Filling): string | undefined {
  const part =
    /^(?:calculation_|allocation_|disposition_|transaction_|gathered_|tank_)?(year|month|day_of_month)$/.exec(
      name,
    )?.[1];
  const time = view.timeColumn && given.get(view.timeColumn);
  return part && time ? `${PARTS[part]}(${time})::${TYPES[type]}` : undefined;
}

/** A table that even the catalog does not know: the name says so. */
const MADE_UP = 'pvMadeUp';

/** Ids of records that no view holds, and the names of the tables that ids point into. */
function linkOf(name: string, { view, rows, given }: Filling): string | undefined {
  const table = view.references.find(({ tableColumn }) => tableColumn === name);
  if (table) return `case when ${given.get(table.column)} is not null then '${tables.get(table.model)}' end`;
  const link = view.unresolvedLinks.find(({ column, tableColumn }) => column === name || tableColumn === name);
  const id = link && given.get(link.column);
  if (link && id) return `case when ${id} is not null then '${link.targetTable ?? MADE_UP}' end`;
  if (link) {
    const target = link.targetTable ?? MADE_UP;
    return some(
      name === link.column ? `id_of('${target}', ${level(17, 12)})` : `'${target}'`,
      saltOf(link.column),
      rows,
    );
  }
  if (view.references.some(({ column }) => column === name)) throw new Error(`${view.name}.${name} leads nowhere`);
  return undefined;
}
