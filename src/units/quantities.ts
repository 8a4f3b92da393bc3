import type { UnitName } from './definitions.js';

/** What a field measures: the enum of its units, and which of its measures can be converted. */
export interface Quantity {
  /** The enum in the served schema. */
  readonly name: string;
  /** The enum's description. */
  readonly meaning: string;
  /** The units that bound fields are in, as `Uom` in the SDL names them. */
  readonly bound: readonly UnitName[];
  readonly units: readonly UnitName[];
  /**
   * How values convert: by a `factor`; with an `offset`, so that a sum cannot be converted; or along a falling `curve`, so
   * that only single values can: a mean does not convert into the mean, and the least becomes the greatest.
   */
  readonly by: 'factor' | 'offset' | 'curve';
}

type Line = readonly [meaning: string, bound: readonly UnitName[], others: readonly UnitName[], by?: Quantity['by']];

const BASE =
  'A change of unit only: standard conditions (pressure and temperature base) stay those that the volume was entered at.';

const LINES: Readonly<Record<string, Line>> = {
  LiquidVolumeUnit: ['Units of liquid volume.', ['BBL', 'M3'], ['MBBL', 'GAL_US', 'E3M3', 'L']],
  GasVolumeUnit: [`Units of gas volume. ${BASE}`, ['MCF'], ['CF', 'MMCF', 'M3', 'E3M3', 'E6M3']],
  LiquidRateUnit: [
    'Units of liquid rate. M3_PER_DAY is by the exact barrel; ProdView holds 3.2e-8 of the value more, because its views divide by 0.1589873.',
    ['BBL_PER_DAY', 'M3_PER_DAY'],
    ['BBL_PER_HOUR', 'GAL_US_PER_MIN', 'M3_PER_HOUR'],
  ],
  GasRateUnit: [`Units of gas rate. ${BASE}`, ['MCF_PER_DAY'], ['MMCF_PER_DAY', 'M3_PER_DAY', 'E3M3_PER_DAY']],
  GasLiquidRatioUnit: [`Units of gas for each liquid (GOR). ${BASE}`, ['MCF_PER_BBL'], ['CF_PER_BBL', 'M3_PER_M3']],
  LiquidGasRatioUnit: [
    `Units of liquid for each gas (CGR, WGR). ${BASE}`,
    ['BBL_PER_MCF'],
    ['BBL_PER_MMCF', 'M3_PER_M3', 'M3_PER_E3M3'],
  ],
  PressureUnit: [
    'Units of pressure; gauge stays gauge, absolute stays absolute. KPA is by the exact psi; ProdView holds 4.3e-8 of the value less, because its views divide by 6.894757.',
    ['PSI'],
    ['KPA', 'MPA', 'BAR'],
  ],
  TemperatureUnit: [
    'Units of temperature. A sum of temperatures has no other unit.',
    ['DEG_F'],
    ['DEG_C', 'K'],
    'offset',
  ],
  LengthUnit: ['Units of length and depth.', ['FT', 'IN', 'IN_64THS', 'M'], ['CM', 'MM']],
  MassUnit: ['Units of mass.', ['LB'], ['TON_US', 'KG', 'TONNE']],
  DensityUnit: [
    'Units of density. KG_PER_M3 is by the exact pound and gallon; ProdView holds 9.1e-9 of the value more, because its views divide by 119.826428404623.',
    ['LB_PER_GAL'],
    ['KG_PER_M3', 'G_PER_CM3'],
  ],
  GravityUnit: [
    'Units of oil and condensate gravity. The heavier, the fewer °API: least, greatest and mean values have no other unit. KG_PER_M3 is what ProdView holds.',
    ['DEG_API'],
    ['SG', 'KG_PER_M3'],
    'curve',
  ],
  EnergyUnit: ['Units of energy. J is what ProdView holds.', ['MMBTU'], ['J', 'MJ', 'GJ', 'MWH']],
  HeatingValueUnit: [
    `Units of heat in a volume of gas. ${BASE}`,
    ['BTU_PER_FT3'],
    ['MMBTU_PER_MCF', 'J_PER_M3', 'MJ_PER_M3'],
  ],
  DurationUnit: ['Units of duration.', ['HOURS', 'MIN', 'DAYS'], ['S']],
  PowerUnit: [
    'Units of power. W is by the exact horsepower; ProdView holds 3.8e-8 of the value more, because its view divides by 745.6999.',
    ['HP', 'W'],
    ['KW'],
  ],
  FractionUnit: ['Units of a part of a whole, by volume or by mass as the field is.', ['PCT', 'FRACTION', 'PPM'], []],
  DynamicViscosityUnit: ['Units of dynamic viscosity.', ['PA_S'], ['CP']],
  KinematicViscosityUnit: ['Units of kinematic viscosity.', ['IN2_PER_S'], ['CST', 'M2_PER_DAY']],
  PumpDisplacementUnit: [
    "Units of a pump's displacement.",
    ['BBL_PER_DAY_PER_100RPM'],
    ['M3_PER_DAY_PER_100RPM', 'M3_PER_REVOLUTION'],
  ],
};

export const QUANTITIES: readonly Quantity[] = Object.entries(LINES).map(
  ([name, [meaning, bound, others, by = 'factor']]) => ({ name, meaning, bound, units: [...bound, ...others], by }),
);

/** Units of the SDL that nothing is offered for: there is no unit, another record has it, or nobody uses another. */
export const UNCONVERTED = ['BOE', 'KM', 'KM2', 'NONE', 'ON_PARENT', 'RATIO', 'DEG', 'SPM', 'IN_H2O', 'USD'] as const;
