import { readFileSync } from 'node:fs';

export interface CatalogColumn {
  readonly name: string;
  readonly type: 'varchar' | 'float' | 'integer' | 'boolean' | 'date' | 'timestamp_ntz' | 'timestamp_tz';
  readonly label?: string;
  readonly unit?: string;
}

export interface CatalogView {
  readonly name: string;
  readonly summary: string;
  readonly primaryKey: string;
  readonly surrogateKey: string | null;
  readonly parent: { readonly model: string; readonly on: readonly (readonly [string, string])[] } | null;
  readonly unstagedParent: { readonly table: string; readonly column: string } | null;
  readonly polymorphicParent: { readonly column: string } | null;
  readonly references: readonly { readonly column: string; readonly model: string; readonly targetColumn: string }[];
  readonly unresolvedLinks: readonly { readonly column: string; readonly targetTable: string | null }[];
  readonly columns: readonly CatalogColumn[];
}

/** Every ProdView view that the gateway may bind. */
export function readCatalog(): readonly CatalogView[] {
  return JSON.parse(readFileSync(new URL('../../test/catalog.json', import.meta.url), 'utf8')) as CatalogView[];
}

/**
 * A view by its name, with or without `stg_prodview__` or `stg_wiserock__`.
 * @throws Error where the catalog has none of that name
 */
export function viewNamed(catalog: readonly CatalogView[], name: string): CatalogView {
  const view = catalog.find((each) => [name, `stg_prodview__${name}`, `stg_wiserock__${name}`].includes(each.name));
  if (!view) throw new Error(`The catalog has no view ${name}`);
  return view;
}

const AUDIT = [
  'created_by',
  'created_at_utc',
  'modified_by',
  'modified_at_utc',
  'lock_date_utc',
  'is_locked',
  'is_children_locked',
  'record_tag',
  '_fivetran_synced',
];
const FEED_AUDIT = [
  'syscreateuser',
  'syscreatedate',
  'sysmoduser',
  'sysmoddate',
  'syslockdate',
  'syslockme',
  'syslockchildren',
  'systag',
];
const LEFT_OUT = [
  '_loaded_at',
  'is_locked_ui',
  'is_children_locked_ui',
  '_fivetran_deleted',
  'syslockmeui',
  'syslockchildrenui',
];

/** Whether a view belongs to the change feed: native column names, raw text, deleted rows kept. */
export const isFeed = (view: string): boolean => view.startsWith('stg_wiserock__');

/** Whether a column belongs to the embedded `Audit` or `WiserockAudit`. */
export const isAudit = (column: string): boolean => AUDIT.includes(column) || FEED_AUDIT.includes(column);

/** Whether no field shows a column: the time of the query, the surrogate key, constants and copies for the UI. */
export const isLeftOut = (view: CatalogView, column: string): boolean =>
  column === view.surrogateKey || LEFT_OUT.includes(column);

/** The audit columns that a view does not have, as fields of `Audit`. Every view of the change feed has all of its own. */
export function missingAudit(view: CatalogView): string[] {
  if (isFeed(view.name)) return [];
  const has = new Set(view.columns.map(({ name }) => name));
  const fields: Record<string, string> = {
    lock_date_utc: 'lockDate',
    is_locked: 'isLocked',
    is_children_locked: 'isChildrenLocked',
    record_tag: 'recordTag',
  };
  return Object.entries(fields).flatMap(([column, field]) => (has.has(column) ? [] : [field]));
}

/** Whether a column holds the id of a record, its own or another's. */
export function isId(view: CatalogView, column: string): boolean {
  const links = [...view.references, ...view.unresolvedLinks].map((link) => link.column);
  const parents = [view.unstagedParent?.column, view.polymorphicParent?.column, ...(view.parent?.on.flat() ?? [])];
  return column === view.primaryKey || column === 'id_rec' || links.includes(column) || parents.includes(column);
}
