import { inForce } from '../overlay/sides.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { dayAfter } from '../days/local-day.js';
import type { Place } from './place.js';
import { VOLUMES, type Volume } from './production-day.js';
import { type DaysReported, type LoadedDays, reportedDays } from './reported-days.js';

/** What is known of a completion's day before it is written. */
export interface LoadedDay extends LoadedDays<Volume> {
  readonly place: Place;
  readonly downtimes: readonly Row[];
}

const COMPLETION_DAYS: DaysReported<Volume> = {
  type: 'DailyProduction',
  of: 'completion_id',
  volumes: VOLUMES,
  prodview: {
    type: 'DailyAllocation',
    of: 'id_rec_comp',
    date: 'allocation_date',
    volumes: {
      oilVolumeBbl: 'allocated_oil_bbl',
      condensateVolumeBbl: 'allocated_condensate_bbl',
      gasVolumeMcf: 'allocated_gas_mcf',
      waterVolumeBbl: 'allocated_water_bbl',
      nglVolumeBbl: 'allocated_ngl_bbl',
    },
  },
};

/** Reads the days before and the downtimes that touch the day. */
export async function loadDay(reads: CommandReads, place: Place, day: string, activity: string): Promise<LoadedDay> {
  const of = { id_flownet: place.network, completion_id: String(place.row.id_rec) };
  const [days, downtimes] = await Promise.all([
    reportedDays(reads, COMPLETION_DAYS, { place, day, activity }),
    reads.find('DowntimeEvent', { equal: of, and: touching(reads, day) }),
  ]);
  return { place, downtimes, ...days };
}

/** A local day lies within a day of UTC's on either side. */
const touching = (reads: CommandReads, day: string) => {
  const column = (name: string) => reads.column('DowntimeEvent', name);
  return [
    { column: column('started_at'), is: 'lt', value: `${dayAfter(day, 2)}T00:00:00Z` },
    {
      any: [
        { column: column('ended_at'), isNull: true },
        { column: column('ended_at'), is: 'gt', value: `${dayAfter(day, -1)}T00:00:00Z` },
      ],
    },
    ...inForce(column),
    { not: { column: column('approval_status'), in: ['REJECTED', 'VOID'] } },
  ] as const;
};
