import { columnOf } from '../binding/names.js';
import type { Patch, PatchValue, Routing } from '../events/write.js';
import type { Row } from '../sources/row-source.js';
import type { Change, Moment } from './command.js';
import type { Warning } from './outcome.js';
import type { Place } from './place.js';

/** A record that is made. */
export const create = (type: string, at: Place | Routing, moment: Moment, patch: Patch, kind = 'RECORDED'): Change => ({
  type,
  rowId: moment.newId(),
  kind,
  patch,
  expectedVersion: 0,
  routing: routingOf(at),
});

/** A record that is changed, from the version that the decision saw. */
export const change = (type: string, row: Row, at: Place | Routing, kind: string, patch: Patch): Change => ({
  type,
  rowId: String(row.row_id),
  kind,
  patch,
  expectedVersion: Number(row.row_version),
  routing: routingOf(at),
});

/** A record that is put out of force; it stays and can be read. */
export const retire = (type: string, row: Row, at: Place | Routing, { now }: Moment, kind = 'RETIRED'): Change =>
  change(type, row, at, kind, { active_ind: 'N', row_expiry_date: now.toISOString() });

const routingOf = ({ network, unit = null, facility = null, route = null }: Routing): Routing => ({
  network,
  unit,
  facility,
  route,
});

/** What is odd is written all the same, and marked for somebody to look at. */
export const marked = (warnings: readonly Warning[]): Patch => (warnings.length > 0 ? { row_quality: 'SUSPECT' } : {});

/** What was found of values holds of those: once others are there, nobody has said. */
export const unreviewed = ({ row_quality: quality }: Row): Patch =>
  quality === 'GOOD' || quality === 'VERIFIED' || quality === 'REJECTED'
    ? { row_quality: null, review_remark: null }
    : {};

/** ProdView's keys of where a record belongs, as its columns are called. */
export const keysOf = ({ network, unit }: Place): Patch => ({ id_flownet: network, unit_id: unit ?? null });

/** Fields of an input as the columns of their names; what was left out stays out, null says that there is no value. */
export function columnsOf<Given extends object>(given: Given, fields: readonly (keyof Given & string)[]): Patch {
  const entries = fields.filter((field) => given[field] !== undefined);
  return Object.fromEntries(entries.map((field) => [columnNamed(field), given[field] as PatchValue]));
}

/** Digits begin no word in a field's name, but do in most columns' (`reason_code_1`); `64ths` is one word of PPDM's. */
function columnNamed(field: string): string {
  return columnOf(field).replace(/(?<=[a-z])(\d+)(?=$|_|[a-z])/, '_$1');
}
