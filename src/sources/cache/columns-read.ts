import type { Aggregation, Column, Selection, Subset } from '../row-source.js';

/** The columns that a read needs of each view that it looks into: its own view, and those that conditions name. */
export function columnsRead(read: Selection | Aggregation): ReadonlyMap<string, ReadonlySet<Column>> {
  const { view, notes: _, ...asked } = read;
  const found = new Map<string, Set<Column>>([[view, new Set()]]);
  collect(asked, view, found);
  return found;
}

function collect(value: unknown, view: string, found: Map<string, Set<Column>>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    // Keys and values are many, and no columns.
    if (typeof value[0] === 'object' && !Array.isArray(value[0])) for (const each of value) collect(each, view, found);
  } else if ('beneath' in value && isRead(value.beneath)) {
    const { beneath, ...own } = value;
    found.set(beneath.view, found.get(beneath.view) ?? new Set());
    collect(own, view, found);
    collect(beneath, beneath.view, found);
  } else if (isColumn(value)) found.set(view, (found.get(view) ?? new Set()).add(value));
  else if ('of' in value && isSubset(value.of)) {
    const { of, ...own } = value;
    found.set(of.view, found.get(of.view) ?? new Set());
    collect(own, view, found);
    collect([of.columns, of.where].flat(), of.view, found);
  } else for (const each of Object.values(value)) collect(each, view, found);
}

const isColumn = (value: object): value is Column => 'kind' in value && 'name' in value;
const isRead = (beneath: unknown): beneath is Selection =>
  typeof beneath === 'object' && beneath !== null && 'view' in beneath;
const isSubset = (of: unknown): of is Subset => typeof of === 'object' && of !== null && 'view' in of;
