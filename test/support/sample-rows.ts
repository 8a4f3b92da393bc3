import fc from 'fast-check';
import type { Cell } from './folder.js';

/** A random set of readings of one completion: nulls, equal values, several on one instant. */
export const readings = fc.array(
  fc.record({
    measurement_date: fc.option(
      fc
        .integer({ min: 0, max: 400 })
        .map((day) => new Date(1.7e12 + day * 43_200_000).toISOString().slice(0, 19).replace('T', ' ')),
    ),
    tubing_pressure_psi: fc.option(fc.constantFrom(0, 1, 1.5, 2, 250.25, -3)),
    plunger_make: fc.option(fc.constantFrom('Acme', 'acme', 'Bar 100%', "O'Hara", '_')),
    is_locked: fc.option(fc.boolean()),
  }),
  { minLength: 0, maxLength: 40 },
);

export type Reading = Readonly<Record<string, Cell>>;

/** The readings as rows of the view, under completions C0, C1 and C2 in turn. */
export const rowsOf = (some: readonly Reading[]): Reading[] =>
  some.map((reading, index) => ({ ...reading, id_rec: `P${index}`, id_rec_parent: `C${index % 3}`, id_flownet: 'N1' }));
