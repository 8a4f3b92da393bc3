import { isConvertible } from '@thi.ng/units/unit';
import { DEFINITIONS, type LinearUnit, type UnitName } from './definitions.js';

export type Conversion = (value: number) => number;

/**
 * How values of one unit become values of another.
 *
 * @returns in full double precision; NaN where a value has no counterpart (no density is at or below -131.5 °API)
 * @throws Error where the two do not measure the same
 */
export function conversion(from: UnitName, to: UnitName): Conversion {
  if (from === to) return (value) => value;
  if (from === 'DEG_API') return after(specificGravity, conversion('SG', to));
  if (to === 'DEG_API') return after(conversion(from, 'SG'), degreesApi);
  return scaled(from, to);
}

const after =
  (first: Conversion, second: Conversion): Conversion =>
  (value) =>
    second(first(value));

/** Divides where the divisor is whole: 57 % are 0.57, where 57 × 0.01 would be 0.5700000000000001. */
function scaled(from: LinearUnit, to: LinearUnit): Conversion {
  const [source, target] = [DEFINITIONS[from], DEFINITIONS[to]];
  if (!isConvertible(source, target)) throw new Error(`${from} and ${to} do not measure the same`);
  const factor = whole(source.scale / target.scale);
  const divisor = whole(target.scale / source.scale);
  const shift = (source.offset - target.offset) / source.scale;
  return Number.isInteger(divisor) ? (value) => (value + shift) / divisor : (value) => (value + shift) * factor;
}

/** 0.3048 / 0.0254 is 12.000000000000002 in floating point: a factor so near to a whole number is that number. */
function whole(factor: number): number {
  const near = Math.round(factor);
  return Math.abs(factor - near) <= 4 * Number.EPSILON * near ? near : factor;
}

/** The definition of API gravity, both ways. */
const specificGravity: Conversion = (api) => (api > -131.5 ? 141.5 / (api + 131.5) : Number.NaN);
const degreesApi: Conversion = (sg) => (sg > 0 ? 141.5 / sg - 131.5 : Number.NaN);
