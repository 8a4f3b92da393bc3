import type { Bindings, ViewBinding } from '../binding/bindings.js';
import { hasKey } from '../binding/scope-keys.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import type { Routed } from '../events/outbox.js';

/**
 * What an event says of where its record belongs, the nearest first. Of a unit's record it names the unit's facility and
 * route too, which the record itself is not seen by.
 */
const PLACES = [
  ['UNIT', 'unit'],
  ['FACILITY', 'facility'],
  ['ROUTE', 'route'],
] as const;

/** Whether an event is about what the viewer sees: by the scope of its record's type, as the record itself is. */
export function concerns(
  event: Routed,
  { scope: rule }: Pick<ViewBinding, 'scope'>,
  viewer: Exclude<ViewerScope, { kind: 'unknown' }>,
  { views }: Pick<Bindings, 'views'>,
): boolean {
  if (viewer.kind !== 'keys') return viewer.kind === 'everything';
  if (!('links' in rule)) return rule.root === 'EVERYONE';
  const roots = rule.links.map(({ target }) => rootOf(views.get(target)));
  const place = PLACES.find(([root, at]) => roots.includes(root) && event[at] !== null);
  return place !== undefined && hasKey(viewer, place[0], [event[place[1]] ?? '', event.network ?? '']);
}

const rootOf = (view: ViewBinding | undefined) => (view && 'columns' in view.scope ? view.scope.root : undefined);
