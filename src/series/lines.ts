import type { Reads } from '../loaders/reads.js';
import type { Key, Row } from '../sources/row-source.js';
import { dayAt } from './buckets.js';
import { type Line, lineOf, UNKNOWN_LINE } from './line.js';
import { planPoints } from './point-fields.js';
import { AT, rowsBefore, rowsInWindow, type SeriesSource } from './series-reads.js';
import type { SeriesRequest } from './series-request.js';
import type { SeriesWindow } from './series-window.js';

/**
 * The lines of these keys, in their order. A key that is null belongs to nothing that the store has.
 *
 * @param fields  the fields of a point that the document asks for
 */
export async function readLines(
  request: SeriesRequest,
  source: SeriesSource,
  read: Reads,
  window: SeriesWindow,
  keys: readonly (Key | null)[],
  fields: ReadonlySet<string>,
): Promise<Line[]> {
  const { buckets } = window;
  const chooses = choosesPoints(request, window);
  const plan = planPoints(chooses ? new Set([...fields, 'boe']) : fields, source.daily, source.day);
  const known = keys.filter((key) => key !== null);
  const rows = byKey(known, await rowsInWindow(source, read, known, window, plan));
  const lacking = request.gaps === 'LAST' ? known.filter((key) => beginsWithGap(rows.get(key), window)) : [];
  const before = byKey(lacking, await rowsBefore(source, read, lacking, window, plan));
  return keys.map((key) =>
    key ? lineOf(request, buckets, plan, rows.get(key) ?? [], before.get(key)?.[0]) : UNKNOWN_LINE,
  );
}

/** Whether some points are left out. */
export const choosesPoints = ({ downsample, maxPoints }: SeriesRequest, { buckets }: SeriesWindow) =>
  downsample !== 'NONE' && buckets.count > maxPoints;

const byKey = (keys: readonly Key[], rows: readonly Row[][]) =>
  new Map(keys.map((key, index) => [key, rows[index] ?? []]));

function beginsWithGap(rows: readonly Row[] | undefined, { buckets }: SeriesWindow): boolean {
  const first = dayAt(buckets.first, buckets.bucket);
  return !rows?.some((row) => row[AT] === first);
}
