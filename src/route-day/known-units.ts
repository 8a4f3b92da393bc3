import { LRUCache } from 'lru-cache';
import { parseGlobalId } from '../binding/global-id.js';
import { BadUserInput } from '../errors.js';
import type { Reads } from '../loaders/reads.js';
import { isAway } from '../overlay/read.js';
import { rowsOf } from '../production/route-rows.js';
import type { Key, Row } from '../sources/row-source.js';

const LABEL = 'Query.routeDay';
/** How long the units of a route are known while ProdView does not answer, as long as a scope is by default. */
const KNOWN_MS = 3_600_000;
const MOST_KNOWN = 1_000;

/** A route and the units on it that the viewer sees. */
export interface RouteUnits {
  readonly units: readonly Row[];
  /** The route's own row; why there is none where it does not answer. */
  readonly route: Promise<Row>;
}

/**
 * The units of routes. ProdView is asked each time; what it said last, to a viewer of the same scope, stands in while it does
 * not answer, so that what operations know of the route can still be told.
 */
export class KnownUnits {
  readonly #known = new LRUCache<string, readonly Row[]>({ max: MOST_KNOWN, ttl: KNOWN_MS });

  /** Null where the viewer sees no such route. */
  async of(reads: Reads, id: string): Promise<RouteUnits | null> {
    const key = keyIn(reads, id);
    const name = nameOf(reads, key);
    try {
      const found = await readUnits(reads, key);
      if (!found) this.#known.delete(name);
      else this.#known.set(name, found.units);
      return found && { units: found.units, route: Promise.resolve(found.route) };
    } catch (error) {
      const units = isAway(error) ? this.#known.get(name) : undefined;
      if (!units) throw error;
      const route = Promise.reject<Row>(error);
      route.catch(() => {}); // the field that asks for it tells
      return { units, route };
    }
  }
}

/** @throws BadUserInput where the id is none of a route */
function keyIn(reads: Reads, id: string): Key {
  const { view, key } = parseGlobalId(id, reads.asked.bindings, 'route');
  if (view.type !== 'Route') throw new BadUserInput('route', `is the id of a ${view.type}, not of a Route`);
  return key;
}

/** One viewer's units are no other's whose scope differs. */
function nameOf({ asked: { scope } }: Reads, key: Key): string {
  return JSON.stringify([scope.kind, scope.kind === 'keys' ? scope.id : null, key]);
}

async function readUnits(reads: Reads, key: Key): Promise<{ route: Row; units: Row[] } | null> {
  const columns = ['id_rec', 'id_flownet', 'timezone', 'current_facility_id'];
  const [[route], units] = await Promise.all([
    rowsOf(reads, 'Route', { by: ['id_rec'], keys: [key], columns: ['id_flownet'], label: LABEL }),
    rowsOf(reads, 'Unit', { by: ['current_route_id'], keys: [key], columns, label: LABEL }),
  ]);
  return route ? { route, units: units.filter(({ id_flownet }) => id_flownet === route.id_flownet) } : null;
}
