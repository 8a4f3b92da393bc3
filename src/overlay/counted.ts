import type { Counted, Fact, Values } from './declaration.js';

/** ProdView is the system of record: its value counts wherever it has one, and that of operations where it has none. */
export const prodviewFirst: Counted = (prodview, operations) => ({ values: inTurn(prodview, operations) });

/** The first one's values, and the other's where the first has none. */
export function inTurn(first: Fact | null, second: Fact | null): Values {
  const values: Record<string, Values[string]> = {};
  for (const [name, value] of [...entriesOf(second), ...entriesOf(first)]) if (value !== null) values[name] = value;
  return values;
}

const entriesOf = (fact: Fact | null) => Object.entries(fact?.values ?? {});
