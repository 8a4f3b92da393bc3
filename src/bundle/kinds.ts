import type { Column, Condition } from '../sources/row-source.js';

/** One kind of records that an app takes along. */
export interface BundleKind {
  readonly name: string;
  /** The field of `BundleChange` that holds the record. */
  readonly field: string;
  readonly type: string;
  /** The columns that change whenever the record does. */
  readonly version: readonly string[];
  /** The link that leads to the units it belongs to; without one it is the unit itself, or everybody's. */
  readonly units?: string;
  /** Which records of the type are wanted. */
  readonly where?: (column: (name: string) => Column, recent: string) => readonly Condition[];
}

/** Days of records of operations that an app takes along, today's not counted. */
export const RECENT_DAYS = 7;

/** The loader's moment; and ProdView's own, for exports that lack it. */
const SYNCED = ['_fivetran_synced', 'modified_at_utc'];
const WRITTEN = ['row_version'];

type Columns = (name: string) => Column;
const inForce = (column: Columns): Condition => ({ column: column('active_ind'), is: 'eq', value: 'Y' });
const isOpen =
  (end: string) =>
  (column: Columns): Condition[] => [inForce(column), { column: column(end), isNull: true }];
const since =
  (moment: string) =>
  (column: Columns, recent: string): Condition[] => {
    const of = column(moment);
    return [inForce(column), { column: of, is: 'gte', value: of.kind === 'date' ? recent : `${recent}T00:00:00Z` }];
  };

/** What stands first is sent first. A new kind is a line here, a value of the enum and a field of `BundleChange`. */
export const KINDS: readonly BundleKind[] = [
  { name: 'ROUTE', field: 'route', type: 'Route', version: SYNCED, units: 'units' },
  { name: 'FACILITY', field: 'facility', type: 'Facility', version: SYNCED, units: 'units' },
  { name: 'UNIT', field: 'unit', type: 'Unit', version: SYNCED },
  { name: 'COMPLETION', field: 'completion', type: 'Completion', version: SYNCED, units: 'unit' },
  { name: 'TANK', field: 'tank', type: 'Tank', version: SYNCED, units: 'unit' },
  { name: 'GAS_METER', field: 'gasMeter', type: 'GasMeter', version: SYNCED, units: 'unit' },
  { name: 'PD_GAS_METER', field: 'pdGasMeter', type: 'PdGasMeter', version: SYNCED, units: 'unit' },
  { name: 'LIQUID_METER', field: 'liquidMeter', type: 'LiquidMeter', version: SYNCED, units: 'unit' },
  { name: 'MEASUREMENT_POINT', field: 'measurementPoint', type: 'MeasurementPoint', version: SYNCED, units: 'unit' },
  { name: 'REASON', field: 'reason', type: 'DowntimeReason', version: WRITTEN },
  {
    name: 'STATUS',
    field: 'status',
    type: 'CatalogueStatus',
    version: ['description', 'is_producing', 'is_terminal', 'sort_order'],
  },
  { name: 'TRANSITION', field: 'transition', type: 'StatusTransition', version: ['needs_reason', 'permission'] },
  {
    name: 'OPEN_DOWNTIME',
    field: 'openDowntime',
    type: 'DowntimeEvent',
    version: WRITTEN,
    units: 'unit',
    where: isOpen('ended_at'),
  },
  {
    name: 'RECORDED_STATUS',
    field: 'recordedStatus',
    type: 'WellStatusChange',
    version: WRITTEN,
    units: 'unit',
    where: isOpen('expires_at'),
  },
  {
    name: 'DAILY_PRODUCTION',
    field: 'dailyProduction',
    type: 'DailyProduction',
    version: WRITTEN,
    units: 'unit',
    where: since('production_date'),
  },
  {
    name: 'METER_READING',
    field: 'meterReading',
    type: 'MeterReading',
    version: WRITTEN,
    units: 'unit',
    where: since('read_at'),
  },
];
