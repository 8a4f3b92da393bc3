import type { LinkField, ViewBinding } from '../binding/bindings.js';
import { columnNamed } from '../binding/compile-link.js';
import { viewNamed } from '../binding/named.js';
import { type GatewayError, LimitExceeded } from '../errors.js';
import type { Reads } from '../loaders/reads.js';
import { isAway } from '../overlay/read.js';
import type { Condition, Keys, Row } from '../sources/row-source.js';
import { MOST_RECORDS, nameOf, versionOf } from './cursor.js';
import type { Present } from './delta.js';
import type { BundleKind } from './kinds.js';
import { type Place, routeIn, unitsIn } from './place.js';

const LABEL = 'Query.fieldBundle';

export interface AskedRecords {
  readonly reads: Reads;
  readonly place: Place;
  readonly assetField: string;
  /** From which day on records of operations are recent. */
  readonly recent: string;
}

/** The rows of each kind, with key and version only; the error of a kind whose store does not answer. */
export type Found = ReadonlyMap<BundleKind, readonly Row[] | GatewayError>;

/**
 * What there is of each kind: one statement of each store, however much it is. ProdView's views leave out what is deleted,
 * so what is there is all that can be told; what is gone shows against what a client holds.
 * @throws LimitExceeded where a bundle would be too large
 */
export async function recordsOf(kinds: readonly BundleKind[], asked: AskedRecords): Promise<Found> {
  const found = new Map<BundleKind, readonly Row[] | GatewayError>();
  const sourceOf = ({ type }: BundleKind) => viewNamed(asked.reads.asked.bindings, type).source;
  const read = (some: readonly BundleKind[], units?: readonly Row[] | GatewayError) =>
    Promise.all(some.map(async (kind) => found.set(kind, await rowsOf(kind, asked, units).catch(away))));
  await read(kinds.filter((kind) => sourceOf(kind) === 'PRODVIEW'));
  const units = [...found].find(([{ type }]) => type === 'Unit')?.[1] ?? [];
  await read(
    kinds.filter((kind) => sourceOf(kind) !== 'PRODVIEW'),
    units,
  );
  const size = [...found.values()].reduce((sum, rows) => sum + ('length' in rows ? rows.length : 0), 0);
  if (size > MOST_RECORDS) throw tooMany();
  return found;
}

export const isThere = (rows: readonly Row[] | GatewayError | undefined): rows is readonly Row[] =>
  rows !== undefined && 'length' in rows;

function away(error: unknown): GatewayError {
  if (isAway(error)) return error as GatewayError;
  throw error;
}

const tooMany = () =>
  new LimitExceeded(`A bundle has at most ${MOST_RECORDS} records; ask for a route, or for fewer kinds`, {
    limit: MOST_RECORDS,
    argument: 'kinds',
  });

/** @param units  of the place, where the kind is in another store than they are */
async function rowsOf(kind: BundleKind, asked: AskedRecords, units?: readonly Row[] | GatewayError): Promise<Row[]> {
  const { reads, recent } = asked;
  const view = viewNamed(reads.asked.bindings, kind.type);
  const link = kind.units === undefined ? undefined : linkOf(view, kind.units);
  if (link && units && !isThere(units)) throw units;
  const keys = link && isThere(units) ? keysOf(link, units) : undefined;
  if (keys?.tuples.length === 0) return [];
  const column = (name: string) => columnNamed(view, name);
  const where = [...(kind.where?.(column, recent) ?? []), ...(units ? [] : placeOn(view, link, asked))];
  const named = [...kind.version, ...(view.type === 'Unit' ? ['id_flownet'] : [])];
  const rows = await reads.select(view, {
    ...reads.from(view, LABEL),
    columns: [...view.key, ...named.map(column)],
    ...(keys ? { keys } : { beside: true }),
    ...(where.length > 0 && { where: { all: where } }),
    order: [],
    rowLimit: Math.min(MOST_RECORDS, reads.asked.maxRows),
  });
  if (rows.length > MOST_RECORDS) throw tooMany();
  return rows;
}

const keysOf = ({ from, to }: LinkField, units: readonly Row[]): Keys => ({
  columns: from,
  tuples: units.map((unit) => to.map(({ name }) => String(unit[name]))),
});

function linkOf({ type, fields }: ViewBinding, name: string): LinkField {
  const field = fields.get(name);
  if (field?.kind !== 'link' || field.target !== 'Unit') throw new Error(`${type}.${name} does not lead to units`);
  return field;
}

/** What keeps a kind of the units' own store to the place. What stands beside units is seen through units that are seen. */
function placeOn(view: ViewBinding, link: LinkField | undefined, asked: AskedRecords): Condition[] {
  const { reads, place, assetField } = asked;
  const route = view.type === 'Route' && routeIn(place, reads.asked.bindings);
  if (route) return [route];
  const units = unitsIn(place, reads, assetField);
  if (view.type === 'Unit') return [units];
  if (!link) return [];
  const unit = viewNamed(reads.asked.bindings, 'Unit');
  const { scope } = reads.from(unit, LABEL);
  const seen = scope.kind === 'where' ? [scope.condition] : [];
  return [{ columns: link.from, of: { view: unit.view, columns: link.to, where: { all: [units, ...seen] } } }];
}

/** Rows by the names they go by, with what tells their version to this viewer, who may come to see more of people. */
export function presentOf(kind: BundleKind, rows: readonly Row[], { asked }: Reads): Map<string, Present> {
  const { sight, bindings } = asked;
  const shown = sight.personal === 'pseudonym' ? sight.pseudonymOf(LABEL) : sight.personal;
  const { key: columns } = viewNamed(bindings, kind.type);
  return new Map(
    rows.map((row) => {
      const key = columns.map(({ name }) => String(row[name]));
      const version = versionOf([shown, ...kind.version.map((name) => row[name] ?? null)]);
      return [nameOf([kind.name, ...key]), { key, version }];
    }),
  );
}
