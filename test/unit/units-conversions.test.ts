import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversion } from '../../src/units/conversions.js';
import { DEFINITIONS, type UnitName } from '../../src/units/definitions.js';
import { MEANINGS } from '../../src/units/meanings.js';
import { QUANTITIES } from '../../src/units/quantities.js';

const one = (from: UnitName, to: UnitName) => conversion(from, to)(1);

/** The dbt project's factors (native value / factor = the view's value) beside ours for one unit of the view. */
const EXACT: readonly (readonly [macro: string, factor: number, ours: number])[] = [
  ['pv_cbm_to_bbl', 0.158987294928, one('BBL', 'M3')],
  ['pv_cbm_to_mcf', 28.316846592, one('MCF', 'M3')],
  ['pv_cbm_to_mcf, of rates', 28.316846592, one('MCF_PER_DAY', 'M3_PER_DAY')],
  ['pv_decimal_to_pct', 0.01, one('PCT', 'FRACTION')],
  ['pv_joules_to_mmbtu', 1055055852.62, one('MMBTU', 'J')],
  ['pv_jm3_to_btu_per_ft3', 37258.9458078313, one('BTU_PER_FT3', 'J_PER_M3')],
  ['pv_days_to_hours', 0.0416666666666667, one('HOURS', 'DAYS')],
  ['pv_seconds_to_minutes, which turns days into minutes', 0.000694444444444444, one('MIN', 'DAYS')],
  ['pv_cbm_ratio_to_mcf_per_bbl', 178.107606679035, one('MCF_PER_BBL', 'M3_PER_M3')],
  ['pv_cbm_ratio_to_bbl_per_mcf', 0.00561458333333333, one('BBL_PER_MCF', 'M3_PER_M3')],
  ['pv_meters_to_feet', 0.3048, one('FT', 'M')],
  ['pv_meters_to_inches', 0.0254, one('IN', 'M')],
  ['pv_meters_to_64ths_inch', 0.000396875, one('IN_64THS', 'M')],
  ['pv_kg_to_lb', 0.45359237, one('LB', 'KG')],
  ['pv_m2s_to_in2s, which fits m²/day', 55.741824, one('IN2_PER_S', 'M2_PER_DAY')],
  ['unused: Pa·s → cP', 0.001, one('CP', 'PA_S')],
  ['unused: N·m → 1000 in·lb', 112.984829027617, one('PSI', 'KPA') * 1e6 * one('IN', 'M') ** 3],
  ['inline: fraction → ppm', 1e-6, one('PPM', 'FRACTION')],
  ['inline: displacement → bbl/day per 100 rpm', 1.104078437e-6, one('BBL_PER_DAY_PER_100RPM', 'M3_PER_REVOLUTION')],
];

/** Factors that the dbt project rounds, and by how much of a value a metric answer of ours is above its native one. */
const ROUNDED: readonly (readonly [macro: string, factor: number, ours: number, apart: number])[] = [
  ['pv_cbm_to_bbl_per_day', 0.1589873, one('BBL_PER_DAY', 'M3_PER_DAY'), -3.19e-8],
  ['pv_kpa_to_psi', 6.894757, one('PSI', 'KPA'), 4.25e-8],
  ['pv_kgm3_to_lb_per_gal', 119.826428404623, one('LB_PER_GAL', 'KG_PER_M3'), -9.08e-9],
  ['pv_watts_to_hp', 745.6999, one('HP', 'W'), -3.81e-8],
  ['unused: m³/m → bbl/in', 6.25934251968504, one('BBL', 'M3') / one('IN', 'M'), -3.19e-8],
  ['unused: kg/m³ → lb/1000 ft³', 0.01601846250554, one('LB', 'KG') / one('MCF', 'M3'), 5.42e-8],
  ['unused: kg/m³ → SG, against 1,000 kg/m³', 1000, one('SG', 'KG_PER_M3'), -9.84e-4],
];

describe('beside the factors of the views', () => {
  test.each(EXACT)('%s is exact', (_, factor, ours) => expect(Math.abs(ours / factor - 1)).toBeLessThan(3e-15));

  test.each(ROUNDED)('%s is rounded there', (_, factor, ours, apart) =>
    expect((ours / factor - 1) / apart).toBeCloseTo(1, 2),
  );

  test('°C → °F, inline', () =>
    fc.assert(
      fc.property(fc.double({ min: -100, max: 500, noNaN: true }), (celsius) => {
        expect(conversion('DEG_F', 'DEG_C')(celsius / 0.555555555555556 + 32)).toBeCloseTo(celsius, 11);
      }),
    ));

  test('kg/m³ → °API, inline', () =>
    fc.assert(
      fc.property(fc.double({ min: 500, max: 1200, noNaN: true }), (density) => {
        const api = 1 / (density * 7.07409872233005e-6) - 131.5;
        expect(conversion('DEG_API', 'KG_PER_M3')(api) / density - 1).toBeCloseTo(0, 12);
      }),
    ));
});

test.each([
  ['MCF', 'M3', 1, 28.316846592],
  ['MCF', 'E3M3', 1000, 28.316846592],
  ['BBL', 'GAL_US', 1, 42],
  ['BBL', 'L', 1, 158.987294928],
  ['BBL_PER_DAY', 'M3_PER_DAY', 1, 0.158987294928],
  ['MCF_PER_DAY', 'E3M3_PER_DAY', 1000, 28.316846592],
  ['DEG_F', 'DEG_C', 32, 0],
  ['DEG_F', 'DEG_C', 212, 100],
  ['DEG_F', 'DEG_C', -40, -40],
  ['DEG_F', 'K', 32, 273.15],
  ['PCT', 'FRACTION', 57, 0.57],
  ['PPM', 'PCT', 100, 0.01],
  ['FT', 'IN', 1, 12],
  ['MIN', 'HOURS', 90, 1.5],
  ['PSI', 'KPA', 1, 6.894757293168361],
  ['BTU_PER_FT3', 'MMBTU_PER_MCF', 1037, 1.037],
  ['BBL_PER_MCF', 'BBL_PER_MMCF', 0.05, 50],
  ['IN2_PER_S', 'CST', 1, 645.16],
  ['DEG_API', 'SG', 10, 1],
  ['DEG_API', 'KG_PER_M3', 10, 999.016],
] as const)('to the last digit, one way: %s into %s', (from, to, value, expected) =>
  expect(conversion(from, to)(value)).toBe(expected),
);

/** Numbers that a quantity's units may hold, and the digits that an offset or the curve of gravity may cost. */
const RANGES = {
  factor: { min: 1e-6, max: 1e9, lost: (value: number) => 1e-14 * value },
  offset: { min: -100, max: 1000, lost: () => 1e-12 },
  curve: { min: 0.5, max: 1200, lost: (value: number) => 1e-14 * Math.max(value, 200) ** 2 },
};

describe.each(QUANTITIES.map((quantity) => [quantity.name, quantity] as const))('%s', (_, { units, by }) => {
  const pairs = units.flatMap((from) => units.map((to) => ({ from, to, there: conversion(from, to) })));
  const { lost, ...range } = RANGES[by];

  test('there and back is the same number', () =>
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.double({ ...range, noNaN: true }), ({ from, to, there }, value) => {
        expect(Math.abs(conversion(to, from)(there(value)) - value)).toBeLessThan(lost(Math.abs(value)));
      }),
      { numRuns: 1000 },
    ));

  test('the greater stays the greater, but for gravity into and out of °API', () => {
    for (const { from, to, there } of pairs) {
      expect(there(30) > there(20), `${from} ${to}`).toBe(from === to || (from !== 'DEG_API' && to !== 'DEG_API'));
    }
  });
});

test.each([-131.5, -200, Number.NaN])('no density has %s °API', (api) =>
  expect(conversion('DEG_API', 'SG')(api)).toBeNaN(),
);

test('what does not measure the same is refused', () =>
  expect(() => conversion('BBL', 'PSI')).toThrow('BBL and PSI do not measure the same'));

test('every unit is described, and offered by some quantity', () => {
  const offered = new Set(QUANTITIES.flatMap(({ units }) => units));
  expect(offered).toEqual(new Set(Object.keys(MEANINGS)));
  expect(new Set(Object.keys(DEFINITIONS))).toEqual(new Set([...offered].filter((unit) => unit !== 'DEG_API')));
});
