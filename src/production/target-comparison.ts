import { columnAt } from '../binding/named.js';
import { BadUserInput } from '../errors.js';
import type { Condition, Measure } from '../sources/row-source.js';
import { type Asked, dailyAllocations, measured, type Where } from './asked.js';

const PRODUCTS = ['boe', 'oilBbl', 'hcliqBbl', 'gasMcf', 'waterBbl'] as const;

/** Days that have a target are those that have a difference from it, of any of these. */
const TOLD_BY = ['differenceFromTarget.hcliqBbl', 'differenceFromTarget.gasMcf', 'differenceFromTarget.waterBbl'];

/**
 * Actual against target over the days that have one.
 * @throws BadUserInput where `from` is after `to`
 */
export async function compareWithTarget(asked: Asked, from: string, to: string, at: Where) {
  if (from > to) throw new BadUserInput('from', `${from} is after to (${to})`);
  const view = dailyAllocations(at);
  const date = columnAt(view, 'allocationDate');
  const told = TOLD_BY.map((path): Condition => ({ column: columnAt(view, path), isNull: false }));
  const window: Condition[] = [
    { column: date, is: 'gte', value: from },
    { column: date, is: 'lte', value: to },
  ];
  const measures: Measure[] = [{ as: 'days', of: 'distinct', column: date }];
  for (const product of PRODUCTS) {
    measures.push({ as: `actual_${product}`, of: 'sum', column: columnAt(view, `allocated.${product}`) });
    measures.push({ as: `off_${product}`, of: 'sum', column: columnAt(view, `differenceFromTarget.${product}`) });
  }
  const question = { groupBy: [], measures, where: { all: [...window, { any: told }] } };
  const row = await measured(asked, 'actual and target', question, at);
  const number = (name: string) => (typeof row?.[name] === 'number' ? row[name] : null);
  const compared = (product: string) => comparison(number(`actual_${product}`), number(`off_${product}`));
  return {
    days: number('days') ?? 0,
    boe: compared('boe'),
    oilBbl: compared('oilBbl'),
    hcliqBbl: compared('hcliqBbl'),
    gasMcf: compared('gasMcf'),
    waterBbl: compared('waterBbl'),
  };
}

function comparison(actual: number | null, difference: number | null) {
  const target = actual === null || difference === null ? null : actual - difference;
  const differencePct = target && difference !== null ? (difference / target) * 100 : null;
  return { actual, target, difference, differencePct };
}
