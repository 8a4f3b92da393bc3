import type { AmendFacilityProductionInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create, marked, retire } from './changes.js';
import { command } from './command.js';
import { balanceWarnings, REPORTED, wellErrors } from './facility-day.js';
import { invalid, userError } from './outcome.js';
import { takenByAccounting } from './posted.js';
import { dateErrors } from './production-day.js';
import { statusErrors } from './record-facility-production.js';

export const amendFacilityProduction = command({
  permission: 'write:production',
  load: async (given: AmendFacilityProductionInput, reads) => {
    const [{ row, place }, statuses] = await Promise.all([
      reads.target('record', 'FacilityProduction', given.record, given.expectedVersion),
      reads.find('CatalogueStatus', { equal: { status_type: 'FACILITY' } }),
    ]);
    return { row, place, statuses };
  },
  decide: (given, { row, place, statuses }, moment) => {
    if (row.active_ind !== 'Y')
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'another amendment has taken its place'));
    const values = { ...taken(row), ...columnsOf(given, REPORTED) };
    const errors = [
      ...takenByAccounting('record', row),
      ...dateErrors({ place, day: String(row.production_date), now: moment.now }),
      ...wellErrors(values),
      ...statusErrors(given.operationalStatus, statuses),
    ];
    if (errors.length > 0) return invalid(...errors);
    const warnings = balanceWarnings(values);
    const patch = {
      ...values,
      amendment_seq_no: Number(row.amendment_seq_no) + 1,
      amend_reason: given.amendReason,
      row_quality: null,
      ...marked(warnings),
    };
    const amended = create('FacilityProduction', place, moment, patch, 'AMENDED');
    // The row in force gives way first: of all amendments of a day only one may be.
    return { changes: [retire('FacilityProduction', row, place, moment, 'SUPERSEDED'), amended], warnings };
  },
});

const KEYS = ['id_flownet', 'facility_id', 'production_date', 'activity_type'];
const VALUES = Object.keys(
  columnsOf(
    Object.fromEntries(REPORTED.map((field) => [field, null])) as Record<(typeof REPORTED)[number], null>,
    REPORTED,
  ),
);

/** What the amendment has from the record before unless it says otherwise. */
const taken = (row: Row) =>
  Object.fromEntries(
    [...KEYS, ...VALUES].flatMap((name) => {
      const value = row[name] ?? null;
      return value === null ? [] : [[name, value]];
    }),
  );
