import { type Before, outliers } from './outliers.js';
import { type UserError, userError, type Warning, warning } from './outcome.js';

/** What of a facility's day is reported: the same fields in its report and in its amendment. */
export const REPORTED = [
  'volumeMethod',
  'oilVolumeBbl',
  'gasVolumeMcf',
  'waterVolumeBbl',
  'receiptsOilBbl',
  'receiptsGasMcf',
  'receiptsWaterBbl',
  'dispositionsOilBbl',
  'dispositionsGasMcf',
  'dispositionsWaterBbl',
  'openingInventoryBbl',
  'closingInventoryBbl',
  'flaredGasMcf',
  'fuelGasMcf',
  'ventedGasMcf',
  'connectedWells',
  'producingWells',
  'operationalStatus',
  'remark',
] as const;

/** What is produced at a facility, by its field, and its column. */
export const VOLUMES = {
  oilVolumeBbl: 'oil_volume_bbl',
  gasVolumeMcf: 'gas_volume_mcf',
  waterVolumeBbl: 'water_volume_bbl',
} as const;
export type Volume = keyof typeof VOLUMES;

/** A day by its columns, as it is to be: a value that is not known is null or not there. */
export type FacilityDay = Readonly<Record<string, unknown>>;

/** Terms of a balance with the sign that each has in it; those in `needed` must be known for there to be one. */
interface Balance {
  readonly product: string;
  readonly uom: string;
  readonly path: string;
  readonly terms: Readonly<Record<string, readonly [sign: 1 | -1, name: string]>>;
  readonly needed: readonly string[];
}

/** The same terms as in the columns that the store works out. */
const BALANCES: readonly Balance[] = [
  {
    product: 'oil',
    uom: 'bbl',
    path: 'closingInventoryBbl',
    needed: ['opening_inventory_bbl', 'oil_volume_bbl', 'closing_inventory_bbl'],
    terms: {
      opening_inventory_bbl: [1, 'opening'],
      oil_volume_bbl: [1, 'produced'],
      receipts_oil_bbl: [1, 'receipts'],
      dispositions_oil_bbl: [-1, 'dispositions'],
      closing_inventory_bbl: [-1, 'closing'],
    },
  },
  {
    product: 'gas',
    uom: 'mcf',
    path: 'dispositionsGasMcf',
    needed: ['gas_volume_mcf', 'dispositions_gas_mcf'],
    terms: {
      gas_volume_mcf: [1, 'produced'],
      receipts_gas_mcf: [1, 'receipts'],
      dispositions_gas_mcf: [-1, 'dispositions'],
      flared_gas_mcf: [-1, 'flare'],
      fuel_gas_mcf: [-1, 'fuel'],
      vented_gas_mcf: [-1, 'vent'],
    },
  },
];

/** How far a balance may be off: a part of what came in, and a volume that is always allowed. */
const PART = 0.01;
const ALWAYS = 1;

/** What came in, went out and is left has to add up, where all of it is known; and a day is as those before it. */
export const oddOf = (day: FacilityDay, before: Before<Volume>): Warning[] => [
  ...BALANCES.flatMap((balance) => balanceWarning(day, balance)),
  ...outliers(volumesOf(day), before),
];

const volumesOf = (day: FacilityDay): Readonly<Record<Volume, number | null>> => {
  const entries = Object.entries(VOLUMES).map(([field, column]) => [field, day[column] ?? null]);
  return Object.fromEntries(entries) as Record<Volume, number | null>;
};

function balanceWarning(day: FacilityDay, { product, uom, path, terms, needed }: Balance): Warning[] {
  if (needed.some((column) => typeof day[column] !== 'number')) return [];
  const all = Object.entries(terms).map(([column, [sign, name]]) => ({ sign, name, value: Number(day[column] ?? 0) }));
  const came = all.filter(({ sign }) => sign === 1).reduce((sum, { value }) => sum + value, 0);
  const left = all.reduce((sum, { sign, value }) => sum + sign * value, 0);
  if (Math.abs(left) <= Math.max(PART * came, ALWAYS)) return [];
  const written = all.map(({ sign, name, value }, at) => `${at > 0 ? (sign === 1 ? '+ ' : '- ') : ''}${name} ${value}`);
  const off = Math.round(left * 1e4) / 1e4;
  return [
    warning(
      path,
      'UNBALANCED',
      `${product} is off by ${off} ${uom}: ${written.join(' ')}; the record is marked SUSPECT`,
    ),
  ];
}

export function wellErrors({ connected_wells: connected, producing_wells: producing }: FacilityDay): UserError[] {
  return typeof connected === 'number' && typeof producing === 'number' && producing > connected
    ? [userError('producingWells', 'INCONSISTENT', `is more than the ${connected} wells that are connected`)]
    : [];
}
