import type { CatalogColumn } from './catalog.js';

/** The catalog's units: their name in `enum Uom` and as people write them. */
const UNITS: Readonly<Record<string, readonly [uom: string, text: string]>> = {
  bbl: ['BBL', 'bbl'],
  'bbl/day': ['BBL_PER_DAY', 'bbl/day'],
  'bbl/day/100rpm': ['BBL_PER_DAY_PER_100RPM', 'bbl/day per 100 rpm'],
  'bbl/mcf': ['BBL_PER_MCF', 'bbl/mcf'],
  'btu/ft3': ['BTU_PER_FT3', 'Btu/ft³'],
  days: ['DAYS', 'days'],
  deg: ['DEG', 'degrees'],
  degAPI: ['DEG_API', '°API'],
  degF: ['DEG_F', '°F'],
  fraction: ['FRACTION', 'fraction'],
  ft: ['FT', 'ft'],
  hours: ['HOURS', 'hours'],
  hp: ['HP', 'hp'],
  in: ['IN', 'in'],
  '1/64in': ['IN_64THS', '1/64 in'],
  'in2/s': ['IN2_PER_S', 'in²/s'],
  lb: ['LB', 'lb'],
  'lb/gal': ['LB_PER_GAL', 'lb/gal'],
  m: ['M', 'm'],
  m3: ['M3', 'm³'],
  'm3/day': ['M3_PER_DAY', 'm³/day'],
  mcf: ['MCF', 'mcf'],
  'mcf/bbl': ['MCF_PER_BBL', 'mcf/bbl'],
  'mcf/day': ['MCF_PER_DAY', 'mcf/day'],
  min: ['MIN', 'minutes'],
  mmbtu: ['MMBTU', 'MMBtu'],
  'Pa.s': ['PA_S', 'Pa·s'],
  pct: ['PCT', '%'],
  ppm: ['PPM', 'ppm'],
  psi: ['PSI', 'psi'],
  ratio: ['RATIO', 'ratio'],
  spm: ['SPM', 'strokes/min'],
  W: ['W', 'W'],
};

/** Raw values that are entered in the unit of the meter, tank or vessel they were read from. */
const READ_FROM_PARENT =
  /reading|_level$|^level_|^water_bottom$|^orifice_|^raw_|_raw$|^presgas(static|diff)$|^tempgas$|^szorifice$/;

export const isNumber = ({ type }: CatalogColumn): boolean => type === 'float' || type === 'integer';

/** A number's unit in `enum Uom`. */
export function uomOfColumn(column: CatalogColumn): string {
  if (column.unit) return UNITS[column.unit]?.[0] ?? 'NONE';
  return READ_FROM_PARENT.test(column.name) ? 'ON_PARENT' : 'NONE';
}

/** What a description says of a number's unit: nothing where it has none. */
export function unitText(column: CatalogColumn): string {
  if (!isNumber(column) || uomOfColumn(column) === 'NONE') return '';
  return ` Unit: ${column.unit ? (UNITS[column.unit]?.[1] ?? column.unit) : 'that of the instrument it was read from'}.`;
}
