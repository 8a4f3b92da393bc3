import { microOf, sumOf, volumeOf } from './micro.js';
import { targetOf, type WellDay, type WellDays } from './well-days.js';

/** Volumes of one completion, as far as they are known. */
interface Known {
  readonly oilBbl: number | null;
  readonly gasMcf: number | null;
  readonly waterBbl: number | null;
  readonly boe: number | null;
}

const PRODUCTS = ['oilBbl', 'gasMcf', 'waterBbl', 'boe'] as const;

/** What the wells come to on the day, on the day before, or by their targets. */
export function volumesOf(wells: readonly WellDays[], of: 'today' | 'previous' | 'target') {
  const known = wells.map((well) => (of === 'target' ? targetOf(well.today) : counted(well[of])));
  const sums = PRODUCTS.map((product) => {
    const sum = sumOf(known.map((each) => microOf(each[product])));
    return [product, sum === null ? null : volumeOf(sum)];
  });
  const wellCount = known.filter((each) => PRODUCTS.some((product) => each[product] !== null)).length;
  return { ...(Object.fromEntries(sums) as Record<(typeof PRODUCTS)[number], number | null>), wellCount };
}

function counted({ values, boe }: WellDay): Known {
  const number = (name: string) => (typeof values?.[name] === 'number' ? (values[name] as number) : null);
  return { oilBbl: number('oilBbl'), gasMcf: number('gasMcf'), waterBbl: number('waterBbl'), boe };
}
