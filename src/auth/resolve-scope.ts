import { createHash } from 'node:crypto';
import { columnAt, viewNamed } from '../binding/named.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import type { Reads } from '../loaders/reads.js';
import type { Condition, Key, Row } from '../sources/row-source.js';
import { claimedUnits, type Twins, twinsIn, withoutTwins } from './claimed-units.js';
import type { ScopeClaims } from './viewer.js';

/** As much of a viewer as decides what is visible to them. */
export interface Claimant {
  readonly id: string;
  /** Where the scope comes from: the token's claims, ProdView's own routes and their users, or no bounds at all. */
  readonly scope: 'claims' | 'routes' | 'everything';
  readonly claims: ScopeClaims;
}

/**
 * A viewer's scope as keys: the units that it names, and the facilities, routes and networks they belong to today. Who names
 * a network sees all of its facilities, also those that no unit belongs to. Who names nothing sees nothing.
 *
 * @param reads       reads that see everything: what decides over a scope is not subject to it
 * @param assetField  the field of `Unit` that holds what a claim calls an asset
 * @param onTwins     hears of ids in claims that name nothing, because units of several networks have them
 */
export async function resolveScope(
  viewer: Claimant,
  reads: Reads,
  assetField: string,
  onTwins: (twins: readonly Twins[]) => void = () => {},
): Promise<ViewerScope> {
  if (viewer.scope === 'everything') return { kind: 'everything' };
  const [units, facilities] =
    viewer.scope === 'routes'
      ? [await unitsOf(await routesOf(viewer, reads), reads), []]
      : await Promise.all([
          claimed(viewer.claims, reads, assetField, onTwins),
          facilitiesOf(viewer.claims.networks, reads),
        ]);
  if (units.length + facilities.length === 0) return { kind: 'nothing' };
  const keys = keysOf(units, facilities);
  return { kind: 'keys', id: createHash('sha256').update(JSON.stringify(keys)).digest('base64url'), keys };
}

/** Of the units that a scope names, and of the facilities that it names beside theirs. */
function keysOf(units: readonly Row[], facilities: readonly Row[]) {
  const named = facilities.map((row): Row => ({ ...row, current_facility_id: row.id_rec ?? null }));
  return {
    UNIT: distinct(units, ['id_rec', 'id_flownet']),
    FACILITY: distinct([...units, ...named], ['current_facility_id', 'id_flownet']),
    ROUTE: distinct(units, ['current_route_id', 'id_flownet']),
    NETWORK: distinct([...units, ...facilities], ['id_flownet']),
  };
}

async function facilitiesOf(networks: readonly string[], reads: Reads): Promise<Row[]> {
  if (networks.length === 0) return [];
  const column = columnAt(viewNamed(reads.asked.bindings, 'Facility'), 'idFlownet');
  return rowsOf('Facility', ['idFlownet'], { column, in: networks }, reads);
}

async function claimed(
  claims: ScopeClaims,
  reads: Reads,
  assetField: string,
  onTwins: (twins: readonly Twins[]) => void,
): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, 'Unit');
  const named = (of: ScopeClaims) => unitsOf(claimedUnits(of, view, assetField), reads);
  const units = await named(claims);
  const twins = twinsIn(claims, view, units);
  if (twins.length === 0) return units;
  onTwins(twins);
  return named(withoutTwins(claims, twins));
}

async function unitsOf(any: readonly Condition[], reads: Reads): Promise<Row[]> {
  if (any.length === 0) return [];
  return rowsOf('Unit', ['currentFacilityId', 'currentRouteId', 'idFlownet'], { any }, reads);
}

/** The units on the routes that ProdView assigns the user to. */
async function routesOf({ id }: Claimant, reads: Reads): Promise<Condition[]> {
  const users = viewNamed(reads.asked.bindings, 'RouteUser');
  const user: Condition = { column: columnAt(users, 'userId'), is: 'eq', value: id.replace(/^user:/, '') };
  const rows = await rowsOf('RouteUser', ['idRecParent', 'idFlownet'], user, reads);
  const assigned = distinct(rows, ['id_rec_parent', 'id_flownet']);
  const unit = viewNamed(reads.asked.bindings, 'Unit');
  const columns = ['currentRouteId', 'idFlownet'].map((path) => columnAt(unit, path));
  return assigned.length === 0 ? [] : [{ columns, keys: assigned }];
}

async function rowsOf(type: string, paths: readonly string[], where: Condition, reads: Reads): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, type);
  const columns = [...view.key, ...paths.map((path) => columnAt(view, path))];
  return reads.select(view, { ...reads.from(view, `scope ${type}`), columns, where, order: [] });
}

/** The different values of these columns together, in order; a row that lacks one has none. */
function distinct(rows: readonly Row[], columns: readonly string[]): Key[] {
  const tuples = rows.map((row) => columns.map((column) => row[column]));
  const whole = tuples.filter((tuple) => tuple.every((value) => value !== null && value !== undefined));
  return [...new Set(whole.map((tuple) => JSON.stringify(tuple.map(String))))].sort().map((text) => JSON.parse(text));
}
