/** The middle value; of two middle values their mean. Undefined where there is none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** Fewer days say nothing about what is usual. */
export const FEWEST_DAYS = 7;
const DEVIATIONS = 4;
/** Where days hardly differ, a difference of this part of the median is none. */
const TOLERANCE = 0.01;

/** Whether a value lies more than four median absolute deviations from the median of those before. */
export function isOutlier(value: number, before: readonly number[]): boolean {
  const middle = median(before);
  if (middle === undefined || before.length < FEWEST_DAYS) return false;
  const deviation = median(before.map((each) => Math.abs(each - middle))) ?? 0;
  return Math.abs(value - middle) > DEVIATIONS * Math.max(deviation, TOLERANCE * Math.abs(middle));
}
