import { expect, test } from 'vitest';
import { uomOf } from '../../src/binding/uom.js';

test.each([
  ['oilBbl', 'BBL'],
  ['producedOilRateBblPerDay', 'BBL_PER_DAY'],
  ['waterGasRatioBblPerMcf', 'BBL_PER_MCF'],
  ['gasOilRatioMcfPerBbl', 'MCF_PER_BBL'],
  ['gasRateMcfPerDay', 'MCF_PER_DAY'],
  ['heatMmbtu', 'MMBTU'],
  ['heatFactorBtuPerFt3', 'BTU_PER_FT3'],
  ['gasM3PerDay', 'M3_PER_DAY'],
  ['gasM3', 'M3'],
  ['kinematicViscosityIn2PerS', 'IN2_PER_S'],
  ['mudWeightLbPerGal', 'LB_PER_GAL'],
  ['chokeSize64ths', 'IN_64THS'],
  ['strokeLengthIn', 'IN'],
  ['strokeLengthInches', 'IN'],
  ['onTimeMin', 'MIN'],
  ['onTimeMinutes', 'MIN'],
  ['downtimeHours', 'HOURS'],
  ['producingDays', 'DAYS'],
  ['tubingPressurePsi', 'PSI'],
  ['flowTemperatureF', 'DEG_F'],
  ['oilGravityApi', 'DEG_API'],
  ['waterCutPct', 'PCT'],
  ['elevationFt', 'FT'],
])('%s is in %s', (field, uom) => expect(uomOf(field)).toBe(uom));

test.each([
  ['a name that is nothing but a unit', 'Bbl'],
  ['letters that end a word by chance', 'origin'],
  ['a unit that is no unit of the list', 'gasMmcf'],
  ['a unit at the beginning', 'bblCount'],
  ['a rate that the list lacks', 'heatMmbtuPerDay'],
  ['no unit', 'allocationYear'],
])('%s states no unit: %s', (_, field) => expect(uomOf(field)).toBeUndefined());
