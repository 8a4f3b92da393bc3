/** A stretch of time, in milliseconds of the process. */
export interface Span {
  readonly from: number;
  to: number;
}

/** What was finished a second of the time in which nothing was out of order, and how many seconds that was. */
export function rateBetween(whole: Span, outages: readonly Span[], finished: readonly number[]) {
  const up = between(whole, outages);
  const seconds = up.reduce((sum, { from, to }) => sum + (to - from), 0) / 1_000;
  const within = finished.filter((at) => up.some(({ from, to }) => at >= from && at < to)).length;
  return { seconds, perSecond: within / seconds };
}

/** The rest of the whole: outages may overlap. */
function between(whole: Span, outages: readonly Span[]): Span[] {
  const rest: Span[] = [];
  let from = whole.from;
  for (const outage of [...outages].sort((one, other) => one.from - other.from)) {
    if (outage.from > from) rest.push({ from, to: Math.min(outage.from, whole.to) });
    from = Math.max(from, outage.to);
  }
  if (from < whole.to) rest.push({ from, to: whole.to });
  return rest;
}
