import { level, rare, saltOf, some } from './presence.js';

/** For each unit of measure the least value and the step to the next of sixteen. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  pct: [2, 1.5],
  bbl: [1, 0.5],
  degF: [62, 4],
  psi: [40, 22.5],
  degAPI: [34, 0.5],
  mcf: [2, 1.25],
  lb: [24000, 1500],
  'lb/gal': [8.3125, 0.0625],
  hours: [1, 1],
  ratio: [0.96875, 0.00390625],
  mmbtu: [2, 1.25],
  'btu/ft3': [1000, 12.5],
  'mcf/bbl': [0.75, 0.25],
  'bbl/mcf': [0.0078125, 0.00390625],
  'bbl/day': [10, 5],
  'mcf/day': [20, 10],
  hp: [20, 5],
  days: [1, 2],
  min: [5, 2.5],
  in: [1.25, 0.25],
  '1/64in': [16, 2],
  'Pa.s': [0.001, 0.00025],
  'in2/s': [0.0078125, 0.00390625],
  fraction: [0.25, 0.03125],
  ppm: [5, 5],
  ft: [100, 250],
  m3: [0.5, 0.25],
  spm: [5, 0.5],
};

/** SQL of a number for a column that has no rule of its own. */
export function numberOf(name: string, unit: string | undefined, rows: number): string {
  const salt = saltOf(name);
  const [least, step] = STEPS[unit ?? ''] ?? [1, 1];
  const value = `(${least}e0 + ${step}e0 * ${level(salt, 16)})`;
  if (/sand/.test(name)) return `case when ${level(salt, 40)} = 0 then 0.0625e0 else 0e0 end`;
  if (/h2s|other_comp/.test(name)) return `0.25e0 * ${level(salt, 8)}`;
  if (/bsw/.test(name)) return `0.125e0 + 0.125e0 * ${level(salt, 8)}`;
  if (/override|_or$/.test(name)) return rare(value, salt, rows);
  if (/^user_?nu|usernum|increments/.test(name)) return some(`1e0 * ${level(salt, 16)}`, salt, rows);
  if (/_(number|id)$/.test(name)) return `1e0 * (100000 + ${level(salt, 900_000)})`;
  return value;
}

/** SQL of a flag: true on one row in eight. */
export const flagOf = (name: string) => `${level(saltOf(name), 8)} = 0`;

/** SQL of a moment: ends and hiding are rare, the rest lies in the past. */
export function momentOf(name: string, rows: number): string {
  const salt = saltOf(name);
  const value = `until_day()::timestamp - to_days(30 + ${level(salt, 700)})`;
  if (/hide|stop|removal|expir|abandon|end_date|^dttmend/.test(name)) return rare(value, salt, rows);
  return /user|planned|inspection|request|replace|flowback|stripper|bha/.test(name) ? some(value, salt, rows) : value;
}
