import { coherent, dimensionless, div, mul, pow, unit } from '@thi.ng/units/unit';
import { g0 } from '@thi.ng/units/units/accel';
import { GJ, J, MJ } from '@thi.ng/units/units/energy';
import { cm, inch, m, mm } from '@thi.ng/units/units/length';
import { kg, lb, t } from '@thi.ng/units/units/mass';
import { percent, ppm } from '@thi.ng/units/units/parts';
import { kW, W } from '@thi.ng/units/units/power';
import { bar, kPa, MPa, Pa } from '@thi.ng/units/units/pressure';
import { d, h, min, s } from '@thi.ng/units/units/time';
import { l, m3, us_gal } from '@thi.ng/units/units/volume';

/** Positions among the library's dimensions. */
const TIME = 2;
const TEMPERATURE = 4;

// The library's foot is 12 inches multiplied out, which is off in the last digit; so would its power of three be.
const foot = mul(m, 0.3048);
const cubicFoot = mul(m3, 0.028316846592);
const barrel = mul(us_gal, 42);
const mcf = mul(cubicFoot, 1e3);
const btu = mul(J, 1055.05585262);
const poundForce = mul(lb, g0);

// Rates are counted by the day, not by the second, so that a barrel a day has the barrel's factor to the last digit.
const day = coherent(TIME);
const rpm100 = div(dimensionless(100), div(day, 1440));

/**
 * Every unit of measure that an answer can be in, except °API, which is no multiple of anything. Field units are built
 * from the library's by their definitions, so that the library works out the factors and minds the dimensions.
 */
export const DEFINITIONS = {
  BBL: barrel,
  MBBL: mul(barrel, 1e3),
  GAL_US: us_gal,
  L: l,
  M3: m3,
  E3M3: mul(m3, 1e3),
  CF: cubicFoot,
  MCF: mcf,
  MMCF: mul(cubicFoot, 1e6),
  E6M3: mul(m3, 1e6),

  BBL_PER_DAY: div(barrel, day),
  BBL_PER_HOUR: div(barrel, div(day, 24)),
  GAL_US_PER_MIN: div(us_gal, div(day, 1440)),
  M3_PER_DAY: div(m3, day),
  M3_PER_HOUR: div(m3, div(day, 24)),
  MCF_PER_DAY: div(mcf, day),
  MMCF_PER_DAY: div(mul(cubicFoot, 1e6), day),
  E3M3_PER_DAY: div(mul(m3, 1e3), day),

  MCF_PER_BBL: div(mcf, barrel),
  CF_PER_BBL: div(cubicFoot, barrel),
  BBL_PER_MCF: div(barrel, mcf),
  BBL_PER_MMCF: div(barrel, mul(cubicFoot, 1e6)),
  M3_PER_M3: dimensionless(1),
  M3_PER_E3M3: dimensionless(1e-3),

  PSI: div(poundForce, pow(inch, 2)),
  KPA: kPa,
  MPA: MPa,
  BAR: bar,

  // Counted from the freezing point of water: counted from absolute zero, 32 °F would come out as -1e-14 °C.
  DEG_C: unit(TEMPERATURE, 1),
  DEG_F: unit(TEMPERATURE, 5 / 9, -160 / 9),
  K: unit(TEMPERATURE, 1, -273.15),

  FT: foot,
  IN: inch,
  IN_64THS: mul(inch, 1 / 64),
  M: m,
  CM: cm,
  MM: mm,

  LB: lb,
  TON_US: mul(lb, 2e3),
  KG: kg,
  TONNE: t,
  LB_PER_GAL: div(lb, us_gal),
  KG_PER_M3: div(kg, m3),
  G_PER_CM3: mul(div(kg, m3), 1e3),
  // Against water at 60 °F, 999.016 kg/m³: the density that ProdView's own API gravity stands on.
  SG: mul(div(kg, m3), 999.016),

  MMBTU: mul(btu, 1e6),
  J,
  MJ,
  GJ,
  MWH: mul(J, 3.6e9),
  BTU_PER_FT3: div(btu, cubicFoot),
  MMBTU_PER_MCF: div(mul(btu, 1e6), mcf),
  J_PER_M3: div(J, m3),
  MJ_PER_M3: div(MJ, m3),

  DAYS: d,
  HOURS: h,
  MIN: min,
  S: s,

  HP: div(mul(mul(poundForce, foot), 550), s),
  KW: kW,
  W,

  PCT: percent,
  FRACTION: dimensionless(1),
  PPM: ppm,

  PA_S: mul(Pa, s),
  CP: mul(mul(Pa, s), 1e-3),
  IN2_PER_S: div(pow(inch, 2), s),
  CST: mul(div(pow(m, 2), s), 1e-6),
  M2_PER_DAY: div(pow(m, 2), d),

  BBL_PER_DAY_PER_100RPM: div(div(barrel, day), rpm100),
  M3_PER_DAY_PER_100RPM: div(div(m3, day), rpm100),
  M3_PER_REVOLUTION: m3,
};

export type LinearUnit = keyof typeof DEFINITIONS;
export type UnitName = LinearUnit | 'DEG_API';
