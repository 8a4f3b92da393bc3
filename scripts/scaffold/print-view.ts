import { type CatalogView, isAudit, isFeed, isLeftOut, missingAudit } from './catalog.js';
import { fieldNameOf, printField } from './field.js';
import { twinsOf } from './sibling.js';

/** A type with every column of a view, its audit and its links to other records. */
export function printView(view: CatalogView): string {
  const shown = view.columns.filter(({ name }) => !isLeftOut(view, name) && !isAudit(name));
  const twins = twinsOf(view);
  const fields = shown.map((column) => printField(view, column, undefined, twins.get(column.name)));
  const body = [...fields, ...linksOf(view, twins), printAudit(view)].join('\n');
  return `${JSON.stringify(view.summary)}\ntype ${typeNameOf(view.name)} @view(${viewArguments(view)}) {\n${body}\n}`;
}

/** The record of who changed a row, in the columns that the view has. */
export function printAudit(view: CatalogView): string {
  const missing = missingAudit(view).map((field) => JSON.stringify(field));
  const without = missing.length > 0 ? `(without: [${missing.join(', ')}])` : '';
  const text =
    missing.length > 0
      ? 'Who created and changed the record, and when.'
      : 'Who created, changed and locked the record, and when.';
  return `  "${text}"\n  audit: ${isFeed(view.name) ? 'Wiserock' : ''}Audit! @embed${without}`;
}

/** Types that are called otherwise than their views. */
const TYPES: Readonly<Record<string, string>> = {
  stg_prodview__status: 'CompletionStatus',
  stg_prodview__production_targets_daily: 'DailyTarget',
  stg_wiserock__pv_status: 'WiserockCompletionStatus',
};

/** `stg_prodview__route_users` → `RouteUser`, `stg_wiserock__pv_units` → `WiserockUnit`. */
export function typeNameOf(view: string): string {
  const named = TYPES[view];
  if (named) return named;
  const words = view
    .replace(/^stg_wiserock__pv/, 'wiserock')
    .replace(/^stg_[a-z]+__/, '')
    .replace(/ies$/, 'y')
    .replace(/([^su])s$/, '$1');
  return fieldNameOf(words).replace(/^./, (letter) => letter.toUpperCase());
}

export function viewArguments(view: CatalogView): string {
  const key = view.primaryKey === 'id_rec' ? '' : `, key: ["${view.primaryKey}"]`;
  return `source: PRODVIEW, name: "${view.name}"${key}`;
}

function linksOf(view: CatalogView, twins: ReturnType<typeof twinsOf>): string[] {
  const parent = view.parent
    ? [
        printLink(
          view.parent.model,
          view.parent.on.map(([mine]) => mine),
          view.parent.on.map(([, theirs]) => theirs),
        ),
      ]
    : [];
  const references = view.references.map(({ column, model }) =>
    printLink(model, [column], undefined, twins.get(column)?.column.name ?? column),
  );
  return [...parent, ...references];
}

function printLink(model: string, from: readonly string[], to?: readonly string[], column?: string): string {
  const type = typeNameOf(model);
  const named =
    column && !column.endsWith('flownet') && !column.endsWith('network_id')
      ? fieldNameOf(column)
      : type.replace(/^Wiserock/, '');
  const field = named.replace(/Id(Rec)?$|^id[Rr]ec/, '').replace(/^./, (letter) => letter.toLowerCase());
  const target = to ? `, to: ${list(to)}` : '';
  return `  "TODO: what this link means."\n  ${field}: ${type} @link(from: ${list(from)}${target})`;
}

function list(columns: readonly string[]): string {
  return `[${columns.map((column) => JSON.stringify(column)).join(', ')}]`;
}
