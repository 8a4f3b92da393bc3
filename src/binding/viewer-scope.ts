import type { Condition, Key, Scope } from '../sources/row-source.js';
import type { Bindings, LinkField, ScopeRoot, ViewBinding } from './bindings.js';

/** What a viewer may see, resolved to keys: units, and what they belong to today. Equal keys have an equal `id`. */
export type ViewerScope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'keys'; readonly id: string; readonly keys: Readonly<Record<ScopeRoot, readonly string[]>> };

/** What of one view a viewer may see. */
export function scopeOn(view: ViewBinding, viewer: ViewerScope, { views }: Pick<Bindings, 'views'>): Scope {
  if (viewer.kind !== 'keys') return viewer;
  if ('root' in view.scope && view.scope.root === 'EVERYONE') return { kind: 'everything' };
  const condition = visible(view, viewer.keys, views);
  return condition ? { kind: 'where', condition } : { kind: 'nothing' };
}

type Keys = Readonly<Record<ScopeRoot, readonly string[]>>;
type Views = Bindings['views'];

/** Undefined where nothing of the view can be visible. */
function visible({ scope }: ViewBinding, keys: Keys, views: Views): Condition | undefined {
  if ('links' in scope) {
    const ways = scope.links.flatMap((link) => through(link, keys, views) ?? []);
    return ways.length === 0 ? undefined : ways.length === 1 ? ways[0] : { any: ways };
  }
  if (!('column' in scope) || keys[scope.root].length === 0) return undefined;
  return { columns: [scope.column], keys: tuples(keys[scope.root]) };
}

/** A link to what scopes are made of needs no look at the other view: its key is known. */
function through(link: LinkField, keys: Keys, views: Views): Condition | undefined {
  const target = views.get(link.target);
  if (!target) return undefined;
  const own = ownEnd(link, target);
  if (own && 'column' in target.scope) {
    const known = keys[target.scope.root];
    return known.length === 0 ? undefined : { columns: [own], keys: tuples(known) };
  }
  const where = visible(target, keys, views);
  return where && { columns: link.from, of: { view: target.view, columns: link.to, where } };
}

/** My column that the link joins to what the target's scope is made of. */
function ownEnd({ from, to }: LinkField, { scope }: ViewBinding) {
  const end = 'column' in scope ? scope.column.name : undefined;
  return from[to.findIndex(({ name }) => name === end)];
}

const tuples = (keys: readonly string[]): Key[] => keys.map((key) => [key]);
