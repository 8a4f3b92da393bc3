import { expect, test } from 'vitest';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { uomOf } from '../../src/binding/uom.js';
import { withDirectives } from '../support/sdl.js';

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
  ['a rate by the minute, which is no time', 'waterRateBblPerMin'],
  ['a gradient, which is no length', 'gradientPsiPerFt'],
  ['a listed rate for each of something', 'productivityIndexBblPerDayPerPsi'],
  ['a price of a listed unit', 'priceUsdPerBbl'],
  ['a rate and nothing else', 'perDays'],
])('%s states no unit: %s', (_, field) => expect(uomOf(field)).toBeUndefined());

test('a number whose unit is divided by another that the list lacks stops the build, and says where', () => {
  const sdl = 'type A @view(source: PRODVIEW, name: "a") { idRec: ID! waterRateBblPerMin: Float }';
  expect(() => compileBindings(withDirectives(`${sdl} type Query { a: [A!] @list }`))).toThrow(
    'A.waterRateBblPerMin: is a number whose name ends in no unit',
  );
});
