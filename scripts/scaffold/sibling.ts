import { type CatalogColumn, type CatalogView, isFeed, readCatalog } from './catalog.js';

/** A column of the change feed as the view of the same table has it. */
export interface Twin {
  readonly view: CatalogView;
  readonly column: CatalogColumn;
}

/**
 * What the change feed calls by native names, in the view of the same table: matched by ProdView's label where only one
 * column of each has it. Columns without such a label, and those of other views, are not in the map.
 */
export function twinsOf(feed: CatalogView): ReadonlyMap<string, Twin> {
  const view = isFeed(feed.name) ? siblingOf(feed) : undefined;
  if (!view) return new Map();
  const theirs = byLabel(view);
  const labelled = [...byLabel(feed)].flatMap(([label, { name }]) => {
    const column = theirs.get(label);
    return column ? [[name, { view, column }] as const] : [];
  });
  return new Map([...labelled, ...labelled.flatMap(([name, { column }]) => tableColumn(feed, name, view, column))]);
}

/** The view of the same table, which the summary names: fluid levels have none. */
function siblingOf({ summary }: CatalogView): CatalogView | undefined {
  return readCatalog().find(({ name }) => summary.startsWith(`Same source as ${name},`));
}

function byLabel({ columns }: CatalogView): Map<string, CatalogColumn> {
  const labels = columns.map(({ label }) => label);
  const unique = columns.filter(({ label }) => labels.indexOf(label) === labels.lastIndexOf(label));
  return new Map(unique.flatMap((column) => (column.label ? [[column.label, column] as const] : [])));
}

/** The column beside a link that names the table it points into: it has no label of its own. */
function tableColumn(feed: CatalogView, name: string, view: CatalogView, link: CatalogColumn) {
  const names = [`${link.name}_tk`, link.name.replace(/_id$/, '_table')];
  const column = view.columns.find((each) => each !== link && names.includes(each.name));
  return column && feed.columns.some((each) => each.name === `${name}tk`)
    ? [[`${name}tk`, { view, column }] as const]
    : [];
}
