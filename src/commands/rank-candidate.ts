import type { Patch } from '../events/write.js';

/** What a candidate's place in the list is worked out from. */
export interface Ranked {
  readonly current_oil_bbl_per_day?: unknown;
  readonly potential_oil_bbl_per_day?: unknown;
  readonly current_gas_mcf_per_day?: unknown;
  readonly potential_gas_mcf_per_day?: unknown;
  readonly estimated_cost_usd?: unknown;
  readonly risk_factor?: unknown;
}

/** Six mcf of gas count as one barrel of oil. The version changes with the formula: scores of two do not compare. */
const FORMULA = 'v1: (oil uplift [bbl/day] + gas uplift [mcf/day] / 6) x (1 - risk factor) / cost [1000 USD]';

/** A candidate's score with its formula; without an uplift or a cost it has none. */
export function rankOf(candidate: Ranked): Patch {
  const oil = difference(candidate.potential_oil_bbl_per_day, candidate.current_oil_bbl_per_day);
  const gas = difference(candidate.potential_gas_mcf_per_day, candidate.current_gas_mcf_per_day);
  const cost = Number(candidate.estimated_cost_usd ?? 0) / 1_000;
  if ((oil === null && gas === null) || cost <= 0) return { rank_score: null, rank_formula: null };
  const uplift = (oil ?? 0) + (gas ?? 0) / 6;
  const score = (uplift * (1 - Number(candidate.risk_factor ?? 0))) / cost;
  return { rank_score: Math.round(score * 1e6) / 1e6, rank_formula: FORMULA };
}

const difference = (to: unknown, from: unknown) =>
  typeof to === 'number' && typeof from === 'number' ? to - from : null;
