import { columnOf } from '../binding/names.js';
import type { Reads } from '../loaders/reads.js';
import { FOUND, type JsonShape, type JsonValue, PAGE } from '../sources/json-shape.js';
import type { Key, Row } from '../sources/row-source.js';
import { firstDays } from './buckets.js';
import { type Line, UNKNOWN_LINE } from './line.js';
import { choosesPoints } from './lines.js';
import { DAYS, planPoints, SUMS } from './point-fields.js';
import { fieldsOf } from './point-text.js';
import { AT, type SeriesSource, writtenInWindow } from './series-reads.js';
import type { SeriesRequest } from './series-request.js';
import type { SeriesWindow } from './series-window.js';

/**
 * The lines of these keys, as `readLines` has them, with points that the store writes as JSON. Undefined where it cannot,
 * or where points are more than the sums of their buckets.
 *
 * @param shape  what is asked of each point, by the names of its fields
 */
export async function writtenLines(
  request: SeriesRequest,
  source: SeriesSource,
  read: Reads,
  window: SeriesWindow,
  keys: readonly (Key | null)[],
  shape: JsonShape,
): Promise<Line[] | undefined> {
  const fields = fieldsOf(shape);
  const plan = planPoints(fields, source.daily, source.day);
  const stored = storedShape(shape);
  const isWritten = read.asked.sources[source.daily.source]?.writesJson && request.gaps !== 'LAST';
  if (!isWritten || !stored || !fields.has('at') || choosesPoints(request, window)) return undefined;
  const known = keys.filter((key) => key !== null);
  const found = await writtenInWindow(source, read, known, window, plan, stored);
  const rows = new Map(known.map((key, index) => [key, found[index]?.[0]]));
  return keys.map((key) => (key ? lineOf(rows.get(key), request, window, shape) : UNKNOWN_LINE));
}

/** The same by the columns that a bucket's row has; undefined where one of them is worked out here. */
function storedShape(shape: JsonShape): JsonShape | undefined {
  const stored = shape.map(([name, value]): readonly [string, JsonValue | undefined] => [name, storedValue(value)]);
  return stored.every((each): each is readonly [string, JsonValue] => each[1] !== undefined) ? stored : undefined;
}

function storedValue(value: JsonValue): JsonValue | undefined {
  if (!('column' in value)) return value;
  const { name, kind } = value.column;
  if (name === 'at') return { column: { name: AT, kind } };
  if (name === 'daysWithData') return { column: { name: DAYS, kind } };
  return Object.hasOwn(SUMS, name) ? { column: { name: columnOf(name), kind } } : undefined;
}

function lineOf(row: Row | undefined, request: SeriesRequest, { buckets }: SeriesWindow, shape: JsonShape): Line {
  const text = `[${row?.[PAGE] ?? ''}]`;
  const bucketsWithoutData = buckets.count - Number(row?.[FOUND] ?? 0);
  const whole = () => (bucketsWithoutData === 0 ? text : withGaps(text, firstDays(buckets), request, shape));
  return { ...UNKNOWN_LINE, bucketsWithoutData, text: whole };
}

type Written = Readonly<Record<string, string | number | null>>;

/** Only a line with gaps is taken apart. */
function withGaps(text: string, days: readonly string[], { gaps }: SeriesRequest, shape: JsonShape): string {
  const at = shape.find(([, value]) => 'column' in value && value.column.name === 'at')?.[0] ?? '';
  const points = new Map((JSON.parse(text) as Written[]).map((point) => [point[at], point]));
  const missing = (name: string, day: string) =>
    name === 'at' ? day : name === 'daysWithData' || gaps === 'ZERO' ? 0 : null;
  const gap = (day: string) =>
    Object.fromEntries(
      shape.map(([name, value]) => [
        name,
        'column' in value ? missing(value.column.name, day) : 'json' in value ? JSON.parse(value.json) : null,
      ]),
    );
  return JSON.stringify(days.map((day) => points.get(day) ?? gap(day)));
}
