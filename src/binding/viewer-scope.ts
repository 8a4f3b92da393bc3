import type { Column, Condition, Key, Scope } from '../sources/row-source.js';
import type { ScopedViewer } from '../sources/scoped-viewer.js';
import type { Bindings, LinkField, ViewBinding } from './bindings.js';

/**
 * What a viewer may see, resolved to keys: units, and what they belong to today, each as its id and its network, because
 * an id alone may be another network's too; a network is its id. Equal keys have an equal `id`. Where a scope cannot be
 * told now, whatever would need it fails for the reason why.
 */
export type ViewerScope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly why: Error }
  | ({ readonly kind: 'keys' } & ScopedViewer);

type ScopeKeys = ScopedViewer['keys'];

/**
 * What of one view a viewer may see.
 * @throws the reason why the viewer's scope is not known
 */
export function scopeOn(view: ViewBinding, viewer: ViewerScope, { views }: Pick<Bindings, 'views'>): Scope {
  if (viewer.kind === 'unknown') throw viewer.why;
  if (viewer.kind !== 'keys') return viewer;
  const condition = visible(view, viewer.keys, views);
  return condition ? { kind: 'where', condition, viewer } : { kind: 'nothing' };
}

type Views = Bindings['views'];

/** Undefined where nothing of the view can be visible. */
function visible({ scope }: ViewBinding, keys: ScopeKeys, views: Views): Condition | undefined {
  if ('links' in scope) {
    const ways = scope.links.flatMap((link) => through(link, keys, views) ?? []);
    return ways.length === 0 ? undefined : ways.length === 1 ? ways[0] : { any: ways };
  }
  return scope.root === 'ADMIN' ? undefined : oneOf(scope.columns, keys[scope.root]);
}

/** A link to what scopes are made of needs no look at the other view: its keys are known. */
function through(link: LinkField, keys: ScopeKeys, views: Views): Condition | undefined {
  const target = views.get(link.target);
  if (!target) return undefined;
  const { scope } = target;
  const joined = 'root' in scope && scope.root !== 'ADMIN' ? joinedTo(scope.columns, link) : [];
  if ('root' in scope && scope.root !== 'ADMIN' && joined.length > 0)
    return oneOf(
      joined.map(({ own }) => own),
      keys[scope.root].map((key) => joined.map(({ at }) => key[at] ?? '')),
    );
  const where = visible(target, keys, views);
  return where && { columns: link.from, of: { view: target.view, columns: link.to, where } };
}

/** My columns that the link joins to those that the target's scope is made of; none where it does not join the first. */
function joinedTo(columns: readonly Column[], { from, to }: LinkField): { own: Column; at: number }[] {
  const joined = columns.flatMap(({ name }, at) => {
    const own = from[to.findIndex((column) => column.name === name)];
    return own ? [{ own, at }] : [];
  });
  return joined[0]?.at === 0 ? joined : [];
}

const oneOf = (columns: readonly Column[], keys: readonly Key[]): Condition | undefined =>
  keys.length === 0 ? undefined : { columns, keys };
