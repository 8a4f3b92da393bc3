import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { dayAfter } from '../days/local-day.js';
import type { Fact } from '../overlay/declaration.js';
import { downtimes } from '../overlay/downtimes.js';
import { daysDown } from './days-down.js';
import type { Place } from './place.js';

/** Days on either side that are looked at, how many of them count, and how few say nothing. */
const LOOKED_AT = 90;
const around = (day: string) => ({ from: dayAfter(day, -LOOKED_AT), to: dayAfter(day, LOOKED_AT) });
const MOST_DAYS = 30;
export const FEWEST_PRODUCING_DAYS = 14;

/** What a rate is the mean of, by its unit. */
const VOLUMES = { BBL_PER_DAY: 'allocated_oil_bbl', MCF_PER_DAY: 'allocated_gas_mcf' } as const;
export type RateUnit = keyof typeof VOLUMES;

/** A completion's daily allocations around a day; all that there are are asked for in one statement. */
export function allocationsAround(
  reads: CommandReads,
  { network }: Place,
  completion: string,
  day: string,
): Promise<Row[]> {
  const date = reads.column('DailyAllocation', 'allocation_date');
  const { from, to } = around(day);
  return reads.find('DailyAllocation', {
    equal: { id_flownet: network, id_rec_comp: completion },
    and: [
      { column: date, is: 'gte', value: from },
      { column: date, is: 'lte', value: to },
    ],
    columns: ['allocation_date', 'downtime_hours', ...Object.values(VOLUMES)],
  });
}

/** Days around a day that downtimes recorded here touch, whether ProdView knows of them or not. */
export async function downAround(
  reads: CommandReads,
  { network, zone }: Place,
  completion: string,
  day: string,
): Promise<ReadonlySet<string>> {
  const asked = { ...around(day), zone: zone ?? 'UTC', now: await reads.asked.now() };
  const { type, columns, where, facts } = downtimes.operations;
  const rows = await reads.find(type, {
    equal: { id_flownet: network, completion_id: completion },
    and: where((name) => reads.column(type, name), asked),
    columns,
  });
  const hoursOf = ({ approvedByDay = [], pendingByDay = [] }: Fact) => [...approvedByDay, ...pendingByDay];
  return new Set(facts(rows, asked).flatMap((fact) => daysDown({ ...fact, hours: hoursOf(fact) })));
}

/** The mean of the producing days nearest to a day, and how many they are. */
export interface Rate {
  readonly days: number;
  readonly mean: number;
}

/** Rates before and after a day. The day itself is neither, and one with downtime says nothing of the rate. */
export function ratesAround(rows: readonly Row[], day: string, uom: RateUnit): { before: Rate; after: Rate } {
  const dated = rows.map((row) => ({ row, on: String(row.allocation_date).slice(0, 10) })).sort(byDay);
  const rate = (side: typeof dated) =>
    rateOf(
      side.map(({ row }) => row),
      uom,
    );
  return {
    before: rate(dated.filter(({ on }) => on < day).reverse()),
    after: rate(dated.filter(({ on }) => on > day)),
  };
}

const byDay = (a: { on: string }, b: { on: string }) => (a.on < b.on ? -1 : 1);

function rateOf(nearestFirst: readonly Row[], uom: RateUnit): Rate {
  const volumes = nearestFirst
    .filter((row) => Number(row.downtime_hours ?? 0) === 0)
    .map((row) => Number(row[VOLUMES[uom]] ?? 0))
    .filter((volume) => volume > 0)
    .slice(0, MOST_DAYS);
  return { days: volumes.length, mean: volumes.reduce((sum, volume) => sum + volume, 0) / (volumes.length || 1) };
}
