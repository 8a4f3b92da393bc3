import type { RecordDailyProductionInput } from '../generated/resolvers.js';
import { columnsOf, create, keysOf, marked } from './changes.js';
import { command } from './command.js';
import { loadDay } from './load-production-day.js';
import { conflict, invalid, refOf } from './outcome.js';
import { reportedAlready } from './posted.js';
import { judgeDay } from './production-day.js';

/** What of a day is measured: the same fields in its report and in its amendment. */
export const MEASURED = [
  'volumeMethod',
  'oilVolumeBbl',
  'condensateVolumeBbl',
  'gasVolumeMcf',
  'waterVolumeBbl',
  'nglVolumeBbl',
  'hoursOn',
  'wellheadPressurePsi',
  'tubingPressurePsi',
  'casingPressurePsi',
  'bottomholePressurePsi',
  'linePressurePsi',
  'chokeSize64ths',
  'operationalStatus',
  'remark',
] as const;

export const recordDailyProduction = command({
  permission: 'write:production',
  apart: ({ completion }) => String(completion),
  load: async (given: RecordDailyProductionInput, reads) => {
    const place = await reads.completion('completion', given.completion, ['pop_date']);
    return loadDay(reads, place, given.productionDate, given.activityType ?? 'PRODUCTION');
  },
  decide: (given, loaded, moment) => {
    const { place, recorded } = loaded;
    if (recorded) return conflict(refOf('DailyProduction', recorded), reportedAlready(recorded));
    const { errors, warnings } = judgeDay(given, { ...loaded, day: given.productionDate, now: moment.now });
    if (errors.length > 0) return invalid(...errors);
    const patch = { ...keysOf(place), completion_id: String(place.row.id_rec), ...marked(warnings) };
    const values = columnsOf(given, ['productionDate', 'activityType', ...MEASURED]);
    return { changes: [create('DailyProduction', place, moment, { ...patch, ...values })], warnings };
  },
});
