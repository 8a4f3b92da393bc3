import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { dayAfter } from '../days/local-day.js';
import type { Place } from './place.js';
import { FEWEST_DAYS } from './robust.js';
import { type DayFacts, firstDayBefore, VOLUMES, type Volume } from './production-day.js';

/** What is known of a completion's day before it is written. */
export interface LoadedDay {
  readonly place: Place;
  /** The day's own record in force. */
  readonly recorded: Row | undefined;
  readonly downtimes: readonly Row[];
  readonly before: DayFacts['before'];
}

/** ProdView's own columns of the same volumes. */
const ALLOCATED: Readonly<Record<Volume, string>> = {
  oilVolumeBbl: 'allocated_oil_bbl',
  condensateVolumeBbl: 'allocated_condensate_bbl',
  gasVolumeMcf: 'allocated_gas_mcf',
  waterVolumeBbl: 'allocated_water_bbl',
  nglVolumeBbl: 'allocated_ngl_bbl',
};

/** Reads the days before and the downtimes that touch the day; what was reported here counts before what ProdView has. */
export async function loadDay(reads: CommandReads, place: Place, day: string, activity: string): Promise<LoadedDay> {
  const completion = String(place.row.id_rec);
  const of = { id_flownet: place.network, completion_id: completion };
  const [days, downtimes] = await Promise.all([
    reads.find('DailyProduction', { equal: of, and: daysUpTo(reads, day, activity) }),
    reads.find('DowntimeEvent', { equal: of, and: touching(reads, day) }),
  ]);
  const recorded = days.find(({ production_date }) => production_date === day);
  const earlier = days.filter((each) => each !== recorded);
  const before =
    earlier.length >= FEWEST_DAYS ? valuesOf(earlier, VOLUMES) : await allocatedBefore(reads, place, completion, day);
  return { place, recorded, downtimes, before };
}

const daysUpTo = (reads: CommandReads, day: string, activity: string) => {
  const column = (name: string) => reads.column('DailyProduction', name);
  return [
    { column: column('production_date'), is: 'gte', value: firstDayBefore(day) },
    { column: column('production_date'), is: 'lte', value: day },
    { column: column('activity_type'), is: 'eq', value: activity },
    { column: column('active_ind'), is: 'eq', value: 'Y' },
  ] as const;
};

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
    { column: column('active_ind'), is: 'eq', value: 'Y' },
    { not: { column: column('approval_status'), in: ['REJECTED', 'VOID'] } },
  ] as const;
};

/** What ProdView allocated: one statement serves all days of a month, which field reports come in by. */
async function allocatedBefore(reads: CommandReads, { network }: Place, completion: string, day: string) {
  const month = day.slice(0, 7);
  const days = await reads.kept(['allocated before', network, completion, month], () => {
    const date = reads.column('DailyAllocation', 'allocation_date');
    return reads.find('DailyAllocation', {
      equal: { id_flownet: network, id_rec_comp: completion },
      and: [
        { column: date, is: 'gte', value: firstDayBefore(`${month}-01`) },
        { column: date, is: 'lt', value: dayAfter(`${month}-01`, 31) },
      ],
      columns: ['allocation_date', ...Object.values(ALLOCATED)],
    });
  });
  const isBefore = ({ allocation_date: at }: Row) => String(at) >= firstDayBefore(day) && String(at).slice(0, 10) < day;
  return valuesOf(days.filter(isBefore), ALLOCATED);
}

function valuesOf(rows: readonly Row[], columns: Readonly<Record<Volume, string>>): DayFacts['before'] {
  const entries = Object.entries(columns).map(([volume, column]) => {
    const values = rows.map((row) => row[column]).filter((value) => typeof value === 'number');
    return [volume, values];
  });
  return Object.fromEntries(entries) as DayFacts['before'];
}
