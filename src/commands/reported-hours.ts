import { dayAt, hoursWithin, localDay } from '../days/local-day.js';
import { inForce } from '../overlay/sides.js';
import type { Condition, Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { type Warning, warning } from './outcome.js';
import type { Place } from './place.js';
import { HOURS_TOLERANCE, hoursDown } from './production-day.js';

/** What else is recorded of the days that a downtime touches. */
export interface Reported {
  /** Production days with hours on stream. */
  readonly days: readonly Row[];
  /** The other downtimes of those days. */
  readonly beside: readonly Row[];
}
export const NOTHING: Reported = { days: [], beside: [] };

/** A downtime comes as it will be. Only what stops all of the completion takes hours from the day, and only where the unit's days are known. */
const takesHours = ({ percent_down, product }: Row, { zone }: Place) =>
  zone !== null && Number(percent_down) === 100 && (product ?? null) === null;

export async function reportedMeanwhile(
  event: Row,
  place: Place,
  completion: string,
  reads: CommandReads,
): Promise<Reported> {
  if (!takesHours(event, place) || place.zone === null) return NOTHING;
  const of = { id_flownet: place.network, completion_id: completion };
  const first = dayAt(place.zone, new Date(String(event.started_at)));
  const last = event.ended_at ? dayAt(place.zone, new Date(String(event.ended_at))) : undefined;
  const column = (name: string) => reads.column('DailyProduction', name);
  const day = column('production_date');
  const days = await reads.find('DailyProduction', {
    equal: of,
    and: [
      { column: day, is: 'gte', value: first },
      ...(last ? [{ column: day, is: 'lte', value: last } as const] : []),
      { column: column('hours_on'), is: 'gt', value: 0 },
      ...inForce(column),
    ],
    oldest: 'production_date',
    columns: ['production_date', 'hours_on'],
  });
  return days.length === 0 ? NOTHING : { days, beside: await besideOf(event, of, reads) };
}

/** Read only where a day is reported, which is rarely so when a downtime begins. */
async function besideOf(event: Row, of: Readonly<Record<string, string>>, reads: CommandReads) {
  const column = (name: string) => reads.column('DowntimeEvent', name);
  const and: Condition[] = [
    ...inForce(column),
    { not: { column: column('approval_status'), in: ['REJECTED', 'VOID'] } },
    ...(event.row_id ? [{ not: { column: column('row_id'), is: 'eq', value: String(event.row_id) } } as const] : []),
  ];
  return reads.find('DowntimeEvent', { equal: of, and, newest: 'started_at' });
}

/** A day has no room for hours on stream and hours down that are together more than it has. */
export function hoursWarnings(event: Row, { days, beside }: Reported, place: Place, now: Date): Warning[] {
  const { zone } = place;
  if (zone === null || !takesHours(event, place)) return [];
  const own: Row = { ...event, ended_at: event.ended_at ?? now.toISOString() };
  const full = days.flatMap(({ production_date, hours_on }) => {
    const day = localDay(zone, String(production_date));
    const isTouched = hoursWithin(day, [{ from: at(own.started_at), to: at(own.ended_at) }]) > 0;
    const hours = Number(hours_on) + hoursDown(day, [own, ...beside]);
    return isTouched && hours > day.hours + HOURS_TOLERANCE ? [day.day] : [];
  });
  if (full.length === 0) return [];
  const others = full.length > 1 ? ` and ${full.length - 1} further days` : '';
  return [
    warning(
      '',
      'STATUS_CONFLICT',
      `with its hours on stream ${full[0]}${others} has more hours than a day; amend one of them`,
    ),
  ];
}

const at = (moment: unknown) => new Date(String(moment));
