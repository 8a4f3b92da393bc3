import type { LocalDay } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import { timeOfLimit } from './limit-time.js';
import { type ProductionDay, sumOf } from './production-day.js';
import type { Verdict } from './verdict.js';

/** What limits of a kind are held against, by their product; no product is all of them. */
const OF_PRODUCT = {
  OIL: ['oilBbl'],
  CONDENSATE: ['condensateBbl'],
  NGL: ['nglBbl'],
  WATER: ['waterBbl'],
  GAS: ['gasMcf'],
} as const;
const LIQUIDS = ['oilBbl', 'condensateBbl', 'nglBbl', 'waterBbl'] as const;
type Product = keyof typeof OF_PRODUCT;

/** What the name of a limit's rule begins with. */
export const OF_LIMIT = 'CONSTRAINT:';

/** Limits whose breach is worse than lost production. */
const DANGEROUS = ['SAFETY', 'EMISSIONS', 'LINE_PRESSURE'];

/** Limits of what leaves a facility; the others are about what is produced there. */
const OF_WHAT_IS_SENT = ['SALES_LIMIT', 'WATER_DISPOSAL'];

export const isOfWhatIsSent = ({ constraint_type }: Row): boolean => OF_WHAT_IS_SENT.includes(String(constraint_type));

/** Whether a limit was passed for the whole of a day: it held from the day's begin to its end. */
export function breachOf(limit: Row, day: ProductionDay, { start, end }: LocalDay): Verdict {
  const actual = actualOf(limit, day);
  const isMax = limit.limit_direction === 'MAX';
  const { from, to } = timeOfLimit(limit);
  if (actual === null || from > start || (to !== null && to < end)) return 'NOT_JUDGED';
  // What was down falls short of a least value by that alone.
  if (!isMax && day.wasDown) return 'NOT_JUDGED';
  const threshold = Number(limit.limit_value);
  if (isMax ? actual <= threshold : actual >= threshold) return 'QUIET';
  return {
    day: day.day,
    rule: `${OF_LIMIT}${limit.row_id}`,
    eventType: 'OTHER',
    severity: DANGEROUS.includes(String(limit.constraint_type)) ? 'HIGH' : 'MEDIUM',
    metric: `${limit.constraint_type}_${limit.product_type ?? 'ALL'}`,
    observed: actual,
    expected: null,
    threshold,
    uom: limit.limit_uom as 'BBL_PER_DAY',
    description: `The whole day lies ${isMax ? 'above its greatest' : 'below its least'} value.`,
    evidence: { day: day.day, constraint: String(limit.row_id), limitDirection: String(limit.limit_direction) },
  };
}

/** What a limit is about, of a day and in the limit's unit; null where a day says nothing of it. */
function actualOf({ limit_uom, product_type, constraint_type }: Row, day: ProductionDay): number | null {
  if (limit_uom === 'MCF_PER_DAY') return day.gasMcf;
  if (limit_uom === 'BBL_PER_DAY') return sumOf(day, OF_PRODUCT[product_type as Product] ?? LIQUIDS);
  return limit_uom === 'PSI' && constraint_type === 'LINE_PRESSURE' ? day.linePressurePsi : null;
}
