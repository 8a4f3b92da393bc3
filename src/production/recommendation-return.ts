/** What a recommendation came to, as its record has it. */
export interface Outcome {
  readonly status: string | null;
  readonly actualGain: number | null;
  readonly rateUom: string | null;
  readonly actualCostUsd: number | null;
}

/** Prices for which what was gained is sold, and for how long the gain is reckoned to last. */
export interface Sale {
  readonly oilPriceUsdPerBbl: number | null;
  readonly gasPriceUsdPerMcf: number | null;
  readonly days: number;
}

/** Of a verified gain and what it cost: worked out of both, never typed. Null where one of them, or the price, is not known. */
export function returnOf({ status, actualGain: gain, rateUom, actualCostUsd: cost }: Outcome, sale: Sale) {
  const price = rateUom === 'MCF_PER_DAY' ? sale.gasPriceUsdPerMcf : sale.oilPriceUsdPerBbl;
  if (status !== 'VERIFIED' || gain === null || price === null) return null;
  const aDay = gain * price;
  const isPaid = cost !== null && cost > 0;
  return {
    gainADayUsd: aDay,
    gainUsd: aDay * sale.days,
    costUsd: cost,
    roiPct: isPaid ? ((aDay * sale.days - cost) / cost) * 100 : null,
    paybackDays: isPaid && aDay > 0 ? cost / aDay : null,
  };
}
