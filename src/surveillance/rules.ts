import { dayAfter } from '../days/local-day.js';
import { DAYS_BEFORE, FEWEST_DAYS, type Limits } from './limits.js';
import { gasOilRatio, type ProductionDay, waterCutPct } from './production-day.js';
import type { Verdict } from './verdict.js';

/** A completion's last day, and the days before it that were not down. */
interface Seen {
  readonly last: ProductionDay;
  readonly before: readonly ProductionDay[];
}

type Rule = (seen: Seen, limits: Limits) => Verdict;

/** What a division leaves behind must not decide whether a limit is reached. */
const ROUNDING = 1e-9;

/** Each rule's verdict on a completion's last day; a completion without one has none. */
export function judge(days: readonly ProductionDay[], limits: Limits): Verdict[] {
  const [last, ...rest] = [...days].sort((one, other) => (one.day < other.day ? 1 : -1));
  if (!last) return RULES.map(() => 'NOT_JUDGED');
  const first = dayAfter(last.day, -DAYS_BEFORE);
  const before = rest.filter(({ day, wasDown }) => day >= first && !wasDown);
  return RULES.map((rule) => rule({ last, before }, limits));
}

const meanOf = (values: readonly (number | null)[]): { readonly days: number; readonly mean: number | null } => {
  const known = values.filter((value) => value !== null);
  const mean = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  return { days: known.length, mean };
};

const oilBelowMean: Rule = ({ last, before }, { oilBelowMeanPct, oilBelowMeanHighPct }) => {
  const { days, mean } = meanOf(before.map(({ oilBbl }) => oilBbl));
  if (last.wasDown || last.oilBbl === null || days < FEWEST_DAYS || !mean) return 'NOT_JUDGED';
  const below = ((mean - last.oilBbl) / mean) * 100 + ROUNDING;
  if (below < oilBelowMeanPct) return 'QUIET';
  return {
    day: last.day,
    rule: 'OIL_BELOW_MEAN',
    eventType: 'RATE_DROP',
    severity: below >= oilBelowMeanHighPct ? 'HIGH' : 'MEDIUM',
    metric: 'OIL_RATE',
    observed: last.oilBbl,
    expected: mean,
    threshold: mean * (1 - oilBelowMeanPct / 100),
    uom: 'BBL_PER_DAY',
    description: `Oil is ${below.toFixed(1)} % below its mean of ${days} days.`,
    evidence: evidenceOf(last, days),
  };
};

const waterCut: Rule = ({ last, before }, limits) => {
  const observed = waterCutPct(last);
  if (observed === null) return 'NOT_JUDGED';
  if (observed <= limits.waterCutPct + ROUNDING) return 'QUIET';
  const { days, mean } = meanOf(before.map(waterCutPct));
  return {
    day: last.day,
    rule: 'WATER_CUT_HIGH',
    eventType: 'WATER_CUT_HIGH',
    severity: observed + ROUNDING >= limits.waterCutHighPct ? 'HIGH' : 'MEDIUM',
    metric: 'WATER_CUT',
    observed,
    expected: mean,
    threshold: limits.waterCutPct,
    uom: 'PCT',
    description: `${observed.toFixed(1)} % of the liquid is water.`,
    evidence: evidenceOf(last, days),
  };
};

const gasOilRatioHigh: Rule = ({ last, before }, limits) => {
  const observed = gasOilRatio(last);
  const threshold = limits.gasOilRatioMcfPerBbl;
  if (observed === null) return 'NOT_JUDGED';
  if (observed <= threshold + ROUNDING) return 'QUIET';
  const { days, mean } = meanOf(before.map(gasOilRatio));
  return {
    day: last.day,
    rule: 'GAS_OIL_RATIO_HIGH',
    eventType: 'GOR_HIGH',
    severity: observed + ROUNDING >= threshold * limits.gasOilRatioHighFactor ? 'HIGH' : 'MEDIUM',
    metric: 'GAS_OIL_RATIO',
    observed,
    expected: mean,
    threshold,
    uom: 'MCF_PER_BBL',
    description: `There are ${observed.toFixed(2)} mcf of gas to a barrel of oil.`,
    evidence: evidenceOf(last, days),
  };
};

const RULES: readonly Rule[] = [oilBelowMean, waterCut, gasOilRatioHigh];

/** The days that a sighting rests on. */
const evidenceOf = ({ day }: ProductionDay, daysBefore: number) => ({
  day,
  from: dayAfter(day, -DAYS_BEFORE),
  to: dayAfter(day, -1),
  daysBefore,
});
