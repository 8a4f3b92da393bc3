import { dayAfter } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import type { Before } from './outliers.js';
import type { Place } from './place.js';
import { firstDayBefore } from './production-day.js';
import { FEWEST_DAYS } from './robust.js';

/** A kind of days that are reported here, and ProdView's own of the same. */
export interface DaysReported<Volume extends string> {
  readonly type: string;
  /** The column with the id of what the day is of. */
  readonly of: string;
  readonly volumes: Readonly<Record<Volume, string>>;
  readonly prodview: {
    readonly type: string;
    readonly of: string;
    readonly date: string;
    readonly volumes: Readonly<Record<Volume, string>>;
  };
}

export interface AskedDay {
  readonly place: Place;
  readonly day: string;
  readonly activity: string;
}

/** What is known of a day by the reports of it and of the days before it. */
export interface LoadedDays<Volume extends string> {
  /** The day's own record in force. */
  readonly recorded: Row | undefined;
  readonly before: Before<Volume>;
}

/** Reads a day and the thirty before it; what was reported here counts before what ProdView has. */
export async function reportedDays<Volume extends string>(
  reads: CommandReads,
  kind: DaysReported<Volume>,
  asked: AskedDay,
): Promise<LoadedDays<Volume>> {
  const { place, day } = asked;
  const equal = { id_flownet: place.network, [kind.of]: String(place.row.id_rec) };
  const days = await reads.find(kind.type, { equal, and: daysUpTo(reads, kind.type, asked) });
  const recorded = days.find(({ production_date }) => production_date === day);
  const earlier = days.filter((each) => each !== recorded && each.row_quality !== 'REJECTED');
  // ProdView's are of what is produced, which says nothing of what is injected.
  const isKnown = earlier.length >= FEWEST_DAYS || asked.activity !== 'PRODUCTION';
  return { recorded, before: isKnown ? valuesOf(earlier, kind.volumes) : await inProdview(reads, kind, asked) };
}

const daysUpTo = (reads: CommandReads, type: string, { day, activity }: AskedDay) => {
  const column = (name: string) => reads.column(type, name);
  return [
    { column: column('production_date'), is: 'gte', value: firstDayBefore(day) },
    { column: column('production_date'), is: 'lte', value: day },
    { column: column('activity_type'), is: 'eq', value: activity },
    { column: column('active_ind'), is: 'eq', value: 'Y' },
  ] as const;
};

/** What ProdView has: one statement serves all days of a month, which field reports come in by. */
async function inProdview<Volume extends string>(
  reads: CommandReads,
  { prodview }: DaysReported<Volume>,
  { place: { network, row }, day }: AskedDay,
): Promise<Before<Volume>> {
  const { type, of, date, volumes } = prodview;
  const [id, month] = [String(row.id_rec), day.slice(0, 7)];
  const days = await reads.kept(['days before', type, network, id, month], () => {
    const column = reads.column(type, date);
    return reads.find(type, {
      equal: { id_flownet: network, [of]: id },
      and: [
        { column, is: 'gte', value: firstDayBefore(`${month}-01`) },
        { column, is: 'lt', value: dayAfter(`${month}-01`, 31) },
      ],
      columns: [date, ...Object.values<string>(volumes)],
    });
  });
  const isBefore = ({ [date]: at }: Row) => String(at) >= firstDayBefore(day) && String(at).slice(0, 10) < day;
  return valuesOf(days.filter(isBefore), volumes);
}

function valuesOf<Volume extends string>(rows: readonly Row[], columns: Readonly<Record<Volume, string>>) {
  const entries = Object.entries<string>(columns).map(([volume, column]) => {
    const values = rows.map((row) => row[column]).filter((value) => typeof value === 'number');
    return [volume, values];
  });
  return Object.fromEntries(entries) as Before<Volume>;
}
