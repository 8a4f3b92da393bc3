import type { AmendDailyProductionInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create, marked, retire } from './changes.js';
import { command } from './command.js';
import { loadDay } from './load-production-day.js';
import { invalid, userError } from './outcome.js';
import { takenByAccounting } from './posted.js';
import { type DayValues, judgeDay, VOLUMES } from './production-day.js';
import { MEASURED } from './record-daily-production.js';

export const amendDailyProduction = command({
  permission: 'write:production',
  load: async (given: AmendDailyProductionInput, reads) => {
    const { row } = await reads.target('record', 'DailyProduction', given.record, given.expectedVersion);
    const key = [String(row.completion_id)];
    const place = await reads.placeOf('record', 'Completion', key, ['pop_date'], String(row.id_flownet));
    return { row, ...(await loadDay(reads, place, String(row.production_date), String(row.activity_type))) };
  },
  decide: (given, { row, ...loaded }, moment) => {
    if (row.active_ind !== 'Y')
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'another amendment has taken its place'));
    const taken = takenByAccounting('record', row);
    if (taken.length > 0) return invalid(...taken);
    const day = String(row.production_date);
    const { errors, warnings } = judgeDay(valuesOf(given, row), { ...loaded, day, now: moment.now });
    if (errors.length > 0) return invalid(...errors);
    const { place } = loaded;
    const amended = create(
      'DailyProduction',
      place,
      moment,
      { ...kept(row), ...columnsOf(given, MEASURED) },
      'AMENDED',
    );
    const patch = {
      ...amended.patch,
      amendment_seq_no: Number(row.amendment_seq_no) + 1,
      amend_reason: given.amendReason,
      row_quality: null,
      ...marked(warnings),
    };
    // The row in force gives way first: of all amendments of a day only one may be.
    return { changes: [retire('DailyProduction', row, place, moment, 'SUPERSEDED'), { ...amended, patch }], warnings };
  },
});

/** Columns that an amendment has from the record before unless it says otherwise. */
const TAKEN = ['id_flownet', 'unit_id', 'completion_id', 'production_date', 'activity_type', ...measuredColumns()];

function measuredColumns(): string[] {
  const all = Object.fromEntries(MEASURED.map((field) => [field, null])) as Record<(typeof MEASURED)[number], null>;
  return Object.keys(columnsOf(all, MEASURED));
}

const kept = (row: Row) =>
  Object.fromEntries(TAKEN.filter((name) => row[name] !== null).map((name) => [name, row[name] ?? null]));

/** The day as it will be: what is given, else what the record has. */
function valuesOf(given: AmendDailyProductionInput, row: Row): DayValues {
  const columns = { ...VOLUMES, hoursOn: 'hours_on' } as const;
  const entries = Object.entries(columns).map(([field, column]) => {
    const own = given[field as keyof typeof columns];
    return [field, own === undefined ? row[column] : own];
  });
  return Object.fromEntries(entries) as DayValues;
}
