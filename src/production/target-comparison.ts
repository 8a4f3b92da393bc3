import { columnAt } from '../binding/named.js';
import { BadUserInput } from '../errors.js';
import type { Measure } from '../sources/measure.js';
import type { Condition } from '../sources/row-source.js';
import { type Asked, dailyAllocations, measured, type Where } from './asked.js';

const PRODUCTS = ['boe', 'oilBbl', 'hcliqBbl', 'gasMcf', 'waterBbl'] as const;

/** What a day has to have a difference of, for its volume of a product to be compared. */
const TOLD_BY: Readonly<Record<(typeof PRODUCTS)[number], readonly string[]>> = {
  boe: ['oilBbl', 'gasMcf'],
  oilBbl: ['oilBbl'],
  hcliqBbl: ['hcliqBbl'],
  gasMcf: ['gasMcf'],
  waterBbl: ['waterBbl'],
};

/**
 * Actual against target, each product over the days that have a difference of it.
 * @throws BadUserInput where `from` is after `to`
 */
export async function compareWithTarget(asked: Asked, from: string, to: string, at: Where) {
  if (from > to) throw new BadUserInput('from', `${from} is after to (${to})`);
  const date = columnAt(dailyAllocations(at), 'allocationDate');
  const window: Condition[] = [
    { column: date, is: 'gte', value: from },
    { column: date, is: 'lte', value: to },
  ];
  const compared = await Promise.all(PRODUCTS.map((product) => compareProduct(asked, product, window, at)));
  const [boe, oilBbl, hcliqBbl, gasMcf, waterBbl] = compared as [Compared, Compared, Compared, Compared, Compared];
  return { boe, oilBbl, hcliqBbl, gasMcf, waterBbl };
}

type Compared = ReturnType<typeof comparison>;

async function compareProduct(asked: Asked, product: (typeof PRODUCTS)[number], window: Condition[], at: Where) {
  const view = dailyAllocations(at);
  const off = (path: string) => columnAt(view, `differenceFromTarget.${path}`);
  const told = TOLD_BY[product].map((path): Condition => ({ column: off(path), isNull: false }));
  const measures: Measure[] = [
    { as: 'days', of: 'distinct', column: columnAt(view, 'allocationDate') },
    { as: 'actual', of: 'sum', column: columnAt(view, `allocated.${product}`) },
    { as: 'off', of: 'sum', column: off(product) },
  ];
  const row = await measured(
    asked,
    'actual and target',
    { groupBy: [], measures, where: { all: [...window, ...told] } },
    at,
  );
  const number = (name: string) => (typeof row?.[name] === 'number' ? row[name] : null);
  return comparison(number('days') ?? 0, number('actual'), number('off'));
}

function comparison(days: number, actual: number | null, difference: number | null) {
  const target = actual === null || difference === null ? null : actual - difference;
  const differencePct = target && difference !== null ? (difference / target) * 100 : null;
  return { days, actual, target, difference, differencePct };
}
