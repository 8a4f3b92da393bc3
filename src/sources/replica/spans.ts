import type { Span } from './manifest.js';
import type { Work } from './work.js';

/** The months of a span: from one on, until before another; no bound where null. */
export interface Months {
  readonly from: string | null;
  readonly to: string | null;
}

/** The last span goes on for ever, and has the rows without a date too. */
export const monthsOf = (spans: readonly Span[]): Months[] =>
  spans.map(({ from }, at) => ({ from, to: spans[at + 1]?.from ?? null }));

/** Whether a row lies in these months, as SQL; all do where rows are not dated. */
export function inMonths(date: string | undefined, { from, to }: Months): string {
  if (date === undefined) return 'true';
  const since = from === null ? [] : [`${date} >= date '${from}'`];
  if (to !== null) return [...since, `${date} < date '${to}'`].join(' and ');
  return since.length > 0 ? `(${since[0]} or ${date} is null)` : 'true';
}

/** Which of the spans have one of these rows. `dates` is a query whose column is called `day`. */
export async function touchedBy(dates: string, spans: readonly Span[], date: string | undefined, work: Work) {
  const counts = monthsOf(spans).map((months) => `count(*) filter (where ${inMonths(date && 'day', months)})`);
  const [found = []] = await work.rows(`select ${counts.join(', ')} from (${dates})`);
  return new Set(spans.filter((_, at) => Number(found[at]) > 0));
}

/** Cuts months between two of them, so that each piece has this many rows at most, unless one month alone has more. */
export async function piecesOf(
  rows: string,
  date: string | undefined,
  { from, to }: Months,
  most: number,
  work: Work,
): Promise<Months[]> {
  if (date === undefined) return [{ from, to }];
  const months = `select date_trunc('month', ${date})::date as month from (${rows}) where ${date} is not null`;
  const counts = await work.rows(`select month::varchar, count(*) from (${months}) group by month order by month`);
  const starts = [from];
  let filled = 0;
  for (const [month, count] of counts) {
    if (filled > 0 && filled + Number(count) > most) {
      starts.push(String(month));
      filled = 0;
    }
    filled += Number(count);
  }
  return starts.map((start, at) => ({ from: start, to: starts[at + 1] ?? to }));
}
