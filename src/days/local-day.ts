/** A local day of a time zone: when it begins and ends, and how long it is. */
export interface LocalDay {
  readonly day: string;
  readonly start: Date;
  readonly end: Date;
  readonly hours: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const formats = new Map<string, Intl.DateTimeFormat | null>();

/** The zone where it is one that the runtime knows (`America/Chicago`); ProdView's column is free text. */
export const zoneOf = (text: string | null): string | null => (text !== null && formatOf(text) ? text : null);

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    const all = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    };
    made = new Intl.DateTimeFormat('sv-SE', { ...(all as Intl.DateTimeFormatOptions), timeZone: zone });
  } catch {
    // It stays null: no zone.
  }
  formats.set(zone, made);
  return made;
}

/** Lengths of a time with its day: a year of other than four digits is read only with a sign and six. */
const [FOUR_DIGITS, SIX_DIGITS] = [19, 21];

/** What a clock on the wall shows at an instant, as if it were UTC. */
export function wall(zone: string, at: number): number {
  const text = formatOf(zone)?.format(at).replace(' ', 'T') ?? '';
  return Date.parse(text.length === FOUR_DIGITS ? `${text}Z` : `+${text.padStart(SIX_DIGITS, '0')}Z`);
}

/** The moment at which a clock on the wall shows a time; where it shows it twice, the later one. */
export function momentOf(zone: string, shown: number): number {
  const first = shown - (wall(zone, shown) - shown);
  return first - (wall(zone, first) - shown);
}

/** The local day that an instant lies in. */
export const dayAt = (zone: string, at: Date): string => new Date(wall(zone, at.getTime())).toISOString().slice(0, 10);

/** Days that are kept at most; then all of them are worked out anew. */
const MOST_KEPT = 20_000;
const kept = new Map<string, LocalDay>();

/** A local day: 23 to 25 hours long where the clocks change. */
export function localDay(zone: string, day: string): LocalDay {
  const known = kept.get(`${zone} ${day}`);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = workedOut(zone, day);
  kept.set(`${zone} ${day}`, made);
  return made;
}

function workedOut(zone: string, day: string): LocalDay {
  const midnight = Date.parse(day);
  const [start, end] = [beginning(zone, midnight), beginning(zone, midnight + DAY)];
  return { day, start: new Date(start), end: new Date(end), hours: (end - start) / HOUR };
}

/** The first and the last day that every store can tell. */
const CALENDAR = ['0001-01-01', '9999-12-31'] as const;

/** The day so many days on, within what every store can tell: an end of a window, and nothing to count on with. */
export function edgeOfWindow(day: string, days: number): string {
  const [first, last] = CALENDAR.map((each) => Date.parse(each)) as [number, number];
  const at = Date.parse(day) + days * DAY;
  return new Date(Math.min(Math.max(at, first), last)).toISOString().slice(0, 10);
}

export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** How many days there are from one to another, both inclusive; none where the last is before the first. */
export const daysBetween = (first: string, last: string): number =>
  Math.max(0, (Date.parse(last) - Date.parse(first)) / DAY + 1);

/** The first instant of a local day. Where clocks go forward at midnight, there is no midnight: the day begins at one. */
function beginning(zone: string, midnight: number): number {
  const candidates = [-26, -2, 2, 26]
    .map((hours) => midnight + hours * HOUR)
    .map((near) => midnight - (wall(zone, near) - near))
    .sort((a, b) => a - b);
  const found = candidates.find((at) => wall(zone, at) === midnight);
  return found ?? candidates.findLast((at) => wall(zone, at) > midnight) ?? midnight;
}

/** A span of time cut at the local midnights that lie in it: a midnight that the clock shows twice is one. */
export function splitByDay(zone: string, from: Date, to: Date): { readonly day: string; readonly hours: number }[] {
  if (!(from < to)) return [];
  // Set back over midnight, a clock shows the day that is over again.
  const days = daysFrom(dayAt(zone, from), dayAfter(dayAt(zone, to)));
  const parts = days.map((day) => ({ day, hours: hoursWithin(localDay(zone, day), [{ from, to }]) }));
  return parts.filter(({ hours }) => hours > 0);
}

/** The days from one to another, both inclusive. They are counted: as text, the day after 9999-12-31 is before every other. */
export const daysFrom = (first: string, last: string): string[] =>
  Array.from({ length: daysBetween(first, last) }, (_, days) => dayAfter(first, days));

/** Hours of a window that are covered by spans of time; what overlaps counts once. */
export function hoursWithin(
  window: Pick<LocalDay, 'start' | 'end'>,
  spans: readonly { from: Date; to: Date | null }[],
) {
  const cut = spans
    .map(({ from, to }) => [Math.max(+from, +window.start), Math.min(+(to ?? window.end), +window.end)] as const)
    .filter(([from, to]) => from < to)
    .sort(([a], [b]) => a - b);
  let covered = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [from, to] of cut) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return covered / HOUR;
}
