import { byDay } from './day-hours.js';
import type { DayHours, Plain, ValueRule } from './declaration.js';
import type { Merged } from './merge.js';

/** How many facts there are of which kind. */
export interface Counts {
  readonly count: number;
  readonly onlyProdview: number;
  readonly onlyOperations: number;
  readonly both: number;
  readonly matched: number;
  readonly differing: number;
}

/** What the list comes to, each fact counted once: null where no fact has a value. */
export type Totals = Readonly<Record<string, unknown>> & {
  readonly counts: Counts;
  readonly hoursByDay: readonly DayHours[];
};

export function totalsOf(rules: readonly ValueRule[], list: readonly Merged[]): Totals {
  const summed = rules.filter((rule) => rule.summed).map(({ name }) => [name, sumOf(list, name)] as const);
  return {
    ...Object.fromEntries(summed),
    counts: countsOf(list),
    hoursByDay: byDay(list.flatMap(({ hoursByDay }) => hoursByDay)),
  };
}

function countsOf(list: readonly Merged[]): Counts {
  const having = (holds: (each: Merged) => boolean) => list.filter(holds).length;
  return {
    count: list.length,
    onlyProdview: having(({ origin }) => origin === 'PRODVIEW'),
    onlyOperations: having(({ origin }) => origin === 'OPS'),
    both: having(({ origin }) => origin === 'BOTH'),
    matched: having(({ match }) => match === 'MATCHED'),
    differing: having(({ match }) => match === 'DIFFERS'),
  };
}

function sumOf(list: readonly Merged[], name: string): number | null {
  const known = list.map(({ values }) => amountOf(values[name] ?? null)).filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
}

/** What holds counts as one. */
const amountOf = (value: Plain) => (typeof value === 'number' ? value : value === true ? 1 : null);
