import { BadUserInput } from '../errors.js';
import type { OptimizationRecommendationResolvers } from '../generated/resolvers.js';
import { returnOf } from '../production/recommendation-return.js';

const MOST_DAYS = 36_600;

export const OptimizationRecommendation: OptimizationRecommendationResolvers = {
  returnOnInvestment: (row, { oilPriceUsdPerBbl, gasPriceUsdPerMcf, days }) => {
    if (days < 1 || days > MOST_DAYS) throw new BadUserInput('days', `${days} lies outside 1 to ${MOST_DAYS}`);
    const { status, actual_gain: actualGain, rate_uom: rateUom, actual_cost_usd: actualCostUsd } = row;
    const sale = { oilPriceUsdPerBbl: oilPriceUsdPerBbl ?? null, gasPriceUsdPerMcf: gasPriceUsdPerMcf ?? null, days };
    return returnOf({ status, actualGain, rateUom, actualCostUsd }, sale);
  },
};
