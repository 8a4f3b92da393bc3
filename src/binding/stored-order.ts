import type { Copied } from '../sources/replica/copied.js';
import type { Column } from '../sources/row-source.js';
import type { Bindings, LinkField, ViewBinding } from './bindings.js';
import { boundColumns } from './bound-columns.js';

const SYNCED = new Set(['_fivetran_synced', 'updatedate']);
/** Whose rows are asked for most, by the end of their view's name. */
const OWNERS = [/completions$/, /units$/];

/** ProdView's views as they are copied. @throws Error for a view whose key is more than one column */
export function copiedViews(bindings: Bindings): ReadonlyMap<string, Copied> {
  const columns = boundColumns(bindings, 'PRODVIEW');
  const views = [...bindings.views.values()].filter(({ source }) => source === 'PRODVIEW');
  return new Map(views.map((view) => [view.view, copied(view, columns.get(view.view) ?? [], bindings)]));
}

function copied({ type, view, key }: ViewBinding, columns: readonly Column[], bindings: Bindings): Copied {
  const [only, second] = key;
  if (!only || second) throw new Error(`${view}: is copied by a key of one column`);
  const synced = columns.find(({ name, kind }) => SYNCED.has(name) && kind === 'instant');
  return { view, columns, key: only, ...(synced && { synced }), order: orderOf(type, only, bindings) };
}

/** Owner, date, key: of the links that lead here, a dated one from the owner that is asked most. */
function orderOf(type: string, key: Column, bindings: Bindings): string[] {
  const links = [...bindings.views.values()].flatMap((owner) =>
    [...owner.fields.values()].flatMap((field) =>
      field.kind === 'link' && field.target === type && field.many ? [{ owner: owner.view, field }] : [],
    ),
  );
  const place = ({ owner, field }: { owner: string; field: LinkField }) =>
    (field.order ? 0 : 10) + (OWNERS.findIndex((form) => form.test(owner)) + 1 || 5);
  const [first] = links.sort((left, right) => place(left) - place(right));
  const columns = first ? [first.field.to[0], first.field.order, key] : [key];
  return [...new Set(columns.flatMap((column) => column?.name ?? []))];
}
