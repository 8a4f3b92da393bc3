/** Endings of field names that state a unit of measure, longest first so that `BblPerDay` is not read as days. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['BblPerDay', 'BBL_PER_DAY'],
  ['BblPerMcf', 'BBL_PER_MCF'],
  ['McfPerDay', 'MCF_PER_DAY'],
  ['McfPerBbl', 'MCF_PER_BBL'],
  ['BtuPerFt3', 'BTU_PER_FT3'],
  ['LbPerGal', 'LB_PER_GAL'],
  ['M3PerDay', 'M3_PER_DAY'],
  ['In2PerS', 'IN2_PER_S'],
  ['Minutes', 'MIN'],
  ['Inches', 'IN'],
  ['64ths', 'IN_64THS'],
  ['Mmbtu', 'MMBTU'],
  ['Hours', 'HOURS'],
  ['Days', 'DAYS'],
  ['PaS', 'PA_S'],
  ['Bbl', 'BBL'],
  ['Mcf', 'MCF'],
  ['Psi', 'PSI'],
  ['Usd', 'USD'],
  ['Api', 'DEG_API'],
  ['Min', 'MIN'],
  ['Pct', 'PCT'],
  ['Ppm', 'PPM'],
  ['Km2', 'KM2'],
  ['M3', 'M3'],
  ['Km', 'KM'],
  ['Ft', 'FT'],
  ['In', 'IN'],
  ['Lb', 'LB'],
  ['Hp', 'HP'],
  ['F', 'DEG_F'],
];

/** What stands before an ending that is only the denominator of a unit that is not listed: `BblPerMin` is no time. */
const DIVIDED = /(^p|P)er$/;

/** The unit of measure that a field's name states, if it states one. */
export function uomOf(field: string): string | undefined {
  const [ending, uom] = ENDINGS.find(([each]) => field.endsWith(each) && field.length > each.length) ?? [];
  return ending && !DIVIDED.test(field.slice(0, -ending.length)) ? uom : undefined;
}
