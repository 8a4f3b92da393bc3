import type { Bindings } from '../binding/bindings.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import { parseGlobalId } from '../binding/global-id.js';
import { BadUserInput } from '../errors.js';
import { zoneOf } from '../days/local-day.js';
import type { RunSurveillanceRulesInput } from '../generated/resolvers.js';
import { byParent, keyOf, nameOf, rowsOf } from '../production/route-rows.js';
import type { Key, Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { invalid, Refused, type Result, userError } from './outcome.js';
import { covers } from './place.js';

const LABEL = 'command runSurveillanceRules';
/** Completions of one run at most. */
export const MOST_COMPLETIONS = 500;

/** What the rules and limits are about, a completion or a facility, and where it belongs. */
export interface Site {
  readonly completion: string | null;
  readonly network: string;
  readonly unit: string | null;
  readonly facility: string | null;
  readonly route: string | null;
  readonly zone: string;
}

/** A completion that the rules look at. */
export interface Surveyed extends Site {
  readonly completion: string;
  readonly unit: string;
}

/** A facility whose limits are looked at. */
export interface SurveyedFacility extends Site {
  readonly facility: string;
}

/** Where these completions deliver to, each facility once and only where the viewer may write. */
export function facilitiesOf(places: readonly Surveyed[], writable: ViewerScope): SurveyedFacility[] {
  const sites = places.flatMap(({ facility, ...place }) =>
    facility === null ? [] : [{ ...place, facility, unit: null, completion: null }],
  );
  const distinct = new Map(sites.map((site) => [JSON.stringify([site.facility, site.network]), site]));
  return [...distinct.values()].filter((site) => covers(writable, site));
}

/**
 * The completions that a run is about: those of a route where the viewer may write, or those that are named.
 * @throws Refused  it is about neither or both, about too many, or about what the viewer may not see or write
 */
export async function surveyedBy(
  { route, completions }: RunSurveillanceRulesInput,
  reads: CommandReads,
): Promise<Surveyed[]> {
  const isNamed = (completions ?? []).length > 0;
  if (Boolean(route) === isNamed)
    throw new Refused(invalid(userError('', 'INCONSISTENT', 'is about just one of route, completions')));
  const found = isNamed ? await named(completions ?? [], reads) : await ofRoute(route ?? '', reads);
  if (found.length <= MOST_COMPLETIONS) return found;
  const said = `has ${found.length} completions, and a run looks at ${MOST_COMPLETIONS} at most; name some of them`;
  throw new Refused(invalid(userError('route', 'OUT_OF_RANGE', said)));
}

const UNIT = ['id_rec', 'id_flownet', 'timezone', 'current_facility_id', 'current_route_id'];
const COMPLETION = ['id_rec', 'id_flownet', 'id_rec_parent'];
const PARENT = ['id_rec_parent', 'id_flownet'] as const;

async function ofRoute(route: string, reads: CommandReads): Promise<Surveyed[]> {
  const { reads: all, scope, writeScope } = reads.asked;
  const key = keyBehind('route', 'Route', route, reads);
  const keys = [key];
  const [[its], units] = await Promise.all([
    rowsOf(all, 'Route', { by: ['id_rec'], keys, columns: ['id_flownet'], label: LABEL }),
    rowsOf(all, 'Unit', { by: ['current_route_id'], keys, columns: UNIT, label: LABEL }),
  ]);
  const seen = units.filter((unit) => unit.id_flownet === its?.id_flownet && covers(scope, placeOf(unit)));
  if (seen.length === 0) throw refusedAs('INVALID', 'route', 'NOT_FOUND', 'there is no such record');
  const writable = seen.filter((unit) => covers(writeScope, placeOf(unit)));
  if (writable.length === 0) throw refusedAs('FORBIDDEN', 'route', 'FORBIDDEN', 'the viewer may not write there');
  const wanted = { by: PARENT, keys: writable.map(keyOf), columns: COMPLETION, label: LABEL };
  const rows = await rowsOf(all, 'Completion', wanted);
  return joined(rows, writable);
}

async function named(ids: readonly string[], reads: CommandReads): Promise<Surveyed[]> {
  const { reads: all, scope, writeScope } = reads.asked;
  const keys = ids.map((id, at) => keyBehind(`completions.${at}`, 'Completion', id, reads));
  const names = keys.map((key) => key[0] ?? '');
  const by = ['id_rec'];
  const rows = await rowsOf(all, 'Completion', {
    by,
    keys: names.map((id): Key => [id]),
    columns: COMPLETION,
    label: LABEL,
  });
  const parents = rows.map((row): Key => [String(row.id_rec_parent), String(row.id_flownet)]);
  const distinct = [...new Map(parents.map((key) => [JSON.stringify(key), key])).values()];
  const wanted = { by: ['id_rec', 'id_flownet'], keys: distinct, columns: UNIT, label: LABEL };
  const found = joined(rows, await rowsOf(all, 'Unit', wanted));
  for (const [at, name] of names.entries()) {
    const its = found.filter(({ completion }) => completion === name);
    const path = `completions.${at}`;
    if (its.length === 0 || !its.every((place) => covers(scope, place)))
      throw refusedAs('INVALID', path, 'NOT_FOUND', 'there is no such record');
    if (!its.every((place) => covers(writeScope, place)))
      throw refusedAs('FORBIDDEN', path, 'FORBIDDEN', 'the viewer may not write there');
  }
  return found;
}

function keyBehind(path: string, type: string, id: string, { asked }: CommandReads): Key {
  const found = asKey(path, id, asked.bindings);
  if (!found) throw refusedAs('INVALID', path, 'MALFORMED', 'is no global id');
  if (found.view.type !== type) throw refusedAs('INVALID', path, 'NOT_FOUND', 'there is no such record');
  return found.key;
}

function asKey(path: string, id: string, bindings: Bindings) {
  try {
    return parseGlobalId(id, bindings, path);
  } catch (error) {
    if (error instanceof BadUserInput) return undefined;
    throw error;
  }
}

const refusedAs = (
  outcome: 'INVALID' | 'FORBIDDEN',
  path: string,
  code: 'NOT_FOUND' | 'FORBIDDEN' | 'MALFORMED',
  message: string,
) => new Refused({ outcome, userErrors: [userError(path, code, message)], warnings: [] } satisfies Result);

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
const placeOf = (unit: Row) => ({
  network: String(unit.id_flownet),
  unit: String(unit.id_rec),
  facility: textOf(unit.current_facility_id),
  route: textOf(unit.current_route_id),
  zone: zoneOf(textOf(unit.timezone)) ?? 'UTC',
});

/** Each completion of these with its unit, in the order of their ids. */
function joined(completions: readonly Row[], units: readonly Row[]): Surveyed[] {
  const of = byParent(completions, PARENT);
  const all = units.flatMap((unit) =>
    (of.get(nameOf(unit)) ?? []).map((row) => ({ completion: String(row.id_rec), ...placeOf(unit) })),
  );
  return all.sort((one, other) => (one.completion < other.completion ? -1 : 1));
}
