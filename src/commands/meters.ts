/** What can be read, by its type in the schema: the kind of meter and the unit of its volumes. */
export const METERS = {
  GasMeter: { kind: 'GAS_ORIFICE', uom: 'MCF' },
  PdGasMeter: { kind: 'GAS_PD', uom: 'MCF' },
  LiquidMeter: { kind: 'LIQUID', uom: 'BBL' },
  Tank: { kind: 'TANK_GAUGE', uom: 'BBL' },
  MeasurementPoint: { kind: 'OTHER', uom: null },
} as const;

export type MeterType = keyof typeof METERS;
export type Meter = (typeof METERS)[MeterType];

/** What the rules want to know of one. */
export const METER_COLUMNS: Readonly<Record<MeterType, readonly string[]>> = {
  GasMeter: [],
  PdGasMeter: [],
  LiquidMeter: [],
  Tank: ['level_reading_unit', 'tank_capacity_bbl'],
  MeasurementPoint: [],
};

/** Inches in what a tank's levels are read in; of any other unit nothing is known. */
const INCHES: Readonly<Record<string, number>> = {
  in: 1,
  inch: 1,
  inches: 1,
  '"': 1,
  ft: 12,
  feet: 12,
  foot: 12,
  mm: 1 / 25.4,
  cm: 1 / 2.54,
  m: 100 / 2.54,
};

/** A level in inches; undefined where its unit is not known. */
export function inches(level: number, unit: unknown): number | undefined {
  const factor = typeof unit === 'string' ? INCHES[unit.trim().toLowerCase()] : undefined;
  return factor === undefined ? undefined : level * factor;
}
