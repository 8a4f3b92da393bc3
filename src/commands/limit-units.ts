import type { AddConstraintInput, LimitUnit } from '../generated/resolvers.js';
import { conversion } from '../units/conversions.js';
import { QUANTITIES } from '../units/quantities.js';
import { type UserError, userError } from './outcome.js';

/** What may be limited, by the enum of its units, and the unit that its limits are kept in. */
const KEPT = {
  LiquidRateUnit: 'BBL_PER_DAY',
  GasRateUnit: 'MCF_PER_DAY',
  PressureUnit: 'PSI',
  FractionUnit: 'PCT',
  TemperatureUnit: 'DEG_F',
  LengthUnit: 'IN_64THS',
} as const;
type Limited = keyof typeof KEPT;
const RATES: readonly Limited[] = ['LiquidRateUnit', 'GasRateUnit'];

/** What each kind of limit may limit; the others anything. */
const BY_TYPE: Partial<Record<AddConstraintInput['constraintType'], readonly Limited[]>> = {
  ALLOWABLE: RATES,
  FACILITY_CAPACITY: RATES,
  SALES_LIMIT: RATES,
  WATER_DISPOSAL: ['LiquidRateUnit'],
  LINE_PRESSURE: ['PressureUnit'],
};

export interface KeptLimit {
  readonly limit_value: number;
  readonly limit_uom: (typeof KEPT)[Limited];
}

type Asked = Pick<AddConstraintInput, 'constraintType' | 'product' | 'limitUom' | 'limitValue'>;

/** A limit in the unit that its quantity is kept in, or why its unit is none of what it limits. */
export function limitOf({ constraintType, product, limitUom, limitValue }: Asked): KeptLimit | UserError {
  const limited = (BY_TYPE[constraintType] ?? (Object.keys(KEPT) as Limited[]))
    .filter((quantity) => suits(quantity, product))
    .find((quantity) => unitsOf(quantity).includes(limitUom));
  if (!limited) return userError('limitUom', 'INCONSISTENT', `${limitUom} does not measure what is limited`);
  const value = conversion(limitUom, KEPT[limited])(limitValue);
  if (value <= 0) return userError('limitValue', 'OUT_OF_RANGE', 'is not above zero');
  return { limit_value: value, limit_uom: KEPT[limited] };
}

export const isKept = (limit: KeptLimit | UserError): limit is KeptLimit => 'limit_uom' in limit;

/** Gas is limited in units of gas, and what is liquid in those of liquids. */
function suits(quantity: Limited, product: Asked['product']): boolean {
  if (!product || !RATES.includes(quantity)) return true;
  return (quantity === 'GasRateUnit') === (product === 'GAS');
}

const unitsOf = (quantity: Limited): readonly LimitUnit[] =>
  (QUANTITIES.find(({ name }) => name === quantity)?.units ?? []) as readonly LimitUnit[];
