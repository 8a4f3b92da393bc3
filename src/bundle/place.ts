import { columnAt, viewNamed } from '../binding/named.js';
import { columnNamed } from '../binding/compile-link.js';
import { parseGlobalId } from '../binding/global-id.js';
import type { Bindings } from '../binding/bindings.js';
import { BadUserInput } from '../errors.js';
import type { Reads } from '../loaders/reads.js';
import type { Condition } from '../sources/row-source.js';

/** Of what a bundle is: a route by its id in ProdView, or an asset by its name. */
export type Place = { readonly route: string } | { readonly asset: string };

interface PlaceArgs {
  readonly route?: string | null;
  readonly asset?: string | null;
}

/** @throws BadUserInput where neither or both are said, or the id is no route's */
export function parsePlace({ route, asset }: PlaceArgs, bindings: Bindings): Place {
  if (typeof route === 'string' && typeof asset === 'string')
    throw new BadUserInput('asset', 'cannot be said together with a route');
  if (typeof asset === 'string') return { asset };
  if (typeof route !== 'string') throw new BadUserInput('route', 'is missing; say a route or an asset');
  const { view, key } = parseGlobalId(route, bindings, 'route');
  if (view.type !== 'Route') throw new BadUserInput('route', 'is no route');
  return { route: key[0] ?? '' };
}

/** The route itself, among routes; undefined for an asset. */
export function routeIn(place: Place, bindings: Bindings): Condition | undefined {
  const column = columnNamed(viewNamed(bindings, 'Route'), 'id_rec');
  return 'route' in place ? { column, is: 'eq', value: place.route } : undefined;
}

/** The units of a place, of the route's own network, as a condition on units. */
export function unitsIn(place: Place, { asked }: Reads, assetField: string): Condition {
  const unit = viewNamed(asked.bindings, 'Unit');
  const route = routeIn(place, asked.bindings);
  if (!('route' in place) || !route) {
    const { asset } = place as { readonly asset: string };
    return { column: columnAt(unit, assetField), is: 'eq', value: asset };
  }
  const { view, ...routes } = viewNamed(asked.bindings, 'Route');
  const to = ['id_rec', 'id_flownet'].map((name) => columnNamed({ view, ...routes }, name));
  const from = ['current_route_id', 'id_flownet'].map((name) => columnNamed(unit, name));
  return { columns: from, of: { view, columns: to, where: route } };
}
