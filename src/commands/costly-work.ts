import { type UserError, userError } from './outcome.js';

/** Above this cost work does not begin without these; the database holds the same. */
const CHEAP_USD = 50_000;

export interface Work {
  readonly cost: unknown;
  readonly contractor: unknown;
  readonly start: unknown;
  readonly budget: unknown;
}

/** Why work may not begin: each of what it lacks, by the fields that its plan names it by. */
export function costlyErrors({ cost, contractor, start, budget }: Work, startField: string): UserError[] {
  if (Number(cost ?? 0) <= CHEAP_USD) return [];
  const lacking = [
    ...(contractor ? [] : ['contractor']),
    ...(start ? [] : [startField]),
    ...(Number(budget ?? 0) > 0 ? [] : ['afeBudgetUsd']),
  ];
  return lacking.map((field) => userError(field, 'REQUIRED', 'work above 50,000 US dollars does not begin without it'));
}
