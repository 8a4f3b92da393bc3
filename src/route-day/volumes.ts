import { microOf, sumOf, volumeOf } from './micro.js';
import type { Target, WellDay, WellDays } from './well-days.js';

const PRODUCTS = ['oilBbl', 'gasMcf', 'waterBbl', 'boe'] as const;

/** What the wells come to on the day, on the day before, or by their targets. */
export function volumesOf(wells: readonly WellDays[], of: 'today' | 'previous' | 'target') {
  const known = wells.map((well) => (of === 'target' ? well.target : counted(well[of])));
  const sums = PRODUCTS.map((product) => {
    const sum = sumOf(known.map((each) => microOf(each[product])));
    return [product, sum === null ? null : volumeOf(sum)];
  });
  const wellCount = known.filter((each) => PRODUCTS.some((product) => each[product] !== null)).length;
  return { ...(Object.fromEntries(sums) as Record<(typeof PRODUCTS)[number], number | null>), wellCount };
}

function counted({ values, boe }: WellDay): Target {
  const number = (name: string) => (typeof values?.[name] === 'number' ? (values[name] as number) : null);
  return { oilBbl: number('oilBbl'), gasMcf: number('gasMcf'), waterBbl: number('waterBbl'), boe };
}
