/** What the rules of surveillance hold a completion against. */
export interface Limits {
  /** Oil so far below its mean wants a look, or a look now. Unit: %. */
  readonly oilBelowMeanPct: number;
  readonly oilBelowMeanHighPct: number;
  /** More water in the liquid than the first, or as much as the second. Unit: %. */
  readonly waterCutPct: number;
  readonly waterCutHighPct: number;
  /** More gas to the oil than this. Unit: mcf/bbl. */
  readonly gasOilRatioMcfPerBbl: number;
  /** So many times the limit wants a look now. */
  readonly gasOilRatioHighFactor: number;
}

export const DEFAULT_LIMITS: Limits = {
  oilBelowMeanPct: 10,
  oilBelowMeanHighPct: 25,
  waterCutPct: 60,
  waterCutHighPct: 80,
  gasOilRatioMcfPerBbl: 1.5,
  gasOilRatioHighFactor: 1.5,
};

/** Days before the last one that make its mean; how few of them say nothing; and how old the last one may be. */
export const DAYS_BEFORE = 90;
export const FEWEST_DAYS = 7;
export const LATEST_WITHIN_DAYS = 30;

type Given = { readonly [limit in keyof Limits]?: number | null };

/** The limits of one run: those that were given, and what is usual. */
export function limitsOf(given: Given | null | undefined): Limits {
  const said = Object.entries(given ?? {}).filter(([, value]) => typeof value === 'number');
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(said) };
}

/** Pairs of which the second may not lie below the first. */
const IN_ORDER: readonly (readonly [low: keyof Limits, high: keyof Limits])[] = [
  ['oilBelowMeanPct', 'oilBelowMeanHighPct'],
  ['waterCutPct', 'waterCutHighPct'],
];

/** The limits that begin to be high before they begin at all. */
export const crossedLimits = (limits: Limits): (keyof Limits)[] =>
  IN_ORDER.filter(([low, high]) => limits[high] < limits[low]).map(([, high]) => high);
