import { type Warning, warning } from './outcome.js';
import { isOutlier } from './robust.js';

/** Values of the thirty days before, by the field of the volume. */
export type Before<Volume extends string> = Readonly<Partial<Record<Volume, readonly number[]>>>;

/** Volumes that are far from what is usual. */
export function outliers<Volume extends string>(
  values: Readonly<Partial<Record<Volume, number | null>>>,
  before: Before<Volume>,
): Warning[] {
  return (Object.keys(before) as Volume[]).flatMap((volume) => {
    const value = values[volume];
    if (value === undefined || value === null || !isOutlier(value, before[volume] ?? [])) return [];
    return [warning(volume, 'OUTLIER', 'is far from the median of the 30 days before; the record is marked SUSPECT')];
  });
}
