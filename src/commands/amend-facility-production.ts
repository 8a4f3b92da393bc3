import type { AmendFacilityProductionInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create, marked, retire } from './changes.js';
import { command } from './command.js';
import { oddOf, REPORTED, wellErrors } from './facility-day.js';
import { loadFacilityDay } from './load-facility-day.js';
import { invalid, userError } from './outcome.js';
import { takenByAccounting } from './posted.js';
import { dateErrors } from './production-day.js';
import { statusErrors } from './record-facility-production.js';

export const amendFacilityProduction = command({
  permission: 'write:production',
  load: async (given: AmendFacilityProductionInput, reads) => {
    const { row, place } = await reads.target('record', 'FacilityProduction', given.record, given.expectedVersion);
    const asked = { place, day: String(row.production_date), activity: String(row.activity_type) };
    return { row, place, ...(await loadFacilityDay(reads, asked)) };
  },
  decide: (given, { row, place, statuses, before }, moment) => {
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
    const warnings = oddOf(values, before);
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
