import type { RecordFacilityProductionInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create, marked } from './changes.js';
import { command } from './command.js';
import { oddOf, REPORTED, wellErrors } from './facility-day.js';
import { loadFacilityDay } from './load-facility-day.js';
import { conflict, invalid, refOf, type UserError, userError } from './outcome.js';
import { reportedAlready } from './posted.js';
import { dateErrors } from './production-day.js';

export const recordFacilityProduction = command({
  permission: 'write:production',
  load: async (given: RecordFacilityProductionInput, reads) => {
    const place = await reads.place('facility', 'Facility', given.facility);
    const { productionDate: day, activityType } = given;
    return { place, ...(await loadFacilityDay(reads, { place, day, activity: activityType ?? 'PRODUCTION' })) };
  },
  decide: (given, { place, recorded, statuses, before }, moment) => {
    if (recorded) return conflict(refOf('FacilityProduction', recorded), reportedAlready(recorded));
    const values = columnsOf(given, ['productionDate', 'activityType', ...REPORTED]);
    const errors = [
      ...dateErrors({ place, day: given.productionDate, now: moment.now }),
      ...wellErrors(values),
      ...statusErrors(given.operationalStatus, statuses),
    ];
    if (errors.length > 0) return invalid(...errors);
    const warnings = oddOf(values, before);
    const patch = {
      id_flownet: place.network,
      facility_id: String(place.row.id_rec),
      ...marked(warnings),
      ...values,
    };
    return { changes: [create('FacilityProduction', place, moment, patch)], warnings };
  },
});

export function statusErrors(status: string | null | undefined, statuses: readonly Row[]): UserError[] {
  const isKnown = !status || statuses.some((row) => row.status === status);
  return isKnown ? [] : [userError('operationalStatus', 'UNKNOWN_VALUE', 'is none of the status catalogue')];
}
