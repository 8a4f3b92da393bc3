import type { Rows } from '../support/folder.js';

/** The global id of a completion or unit, as the schema hands it out. */
export const idOf = (type: 'Completion' | 'Unit', id: string) =>
  Buffer.from(JSON.stringify([type, id])).toString('base64url');
export const completionIds = (...ids: readonly string[]) => ids.map((id) => idOf('Completion', id));

/** Days from the first to the last, both inclusive. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

interface Daily {
  readonly unit: string;
  readonly completion: string;
  readonly network: string;
  readonly days: readonly string[];
}

/** Whole numbers that differ from day to day, gas a multiple of 6, so that sums are exact in any order. */
function allocations({ unit, completion, network, days }: Daily): Rows {
  return days.map((day, index) => ({
    id_rec: `${completion}-${day}`,
    id_flownet: network,
    id_rec_unit: unit,
    id_rec_comp: completion,
    allocation_date: `${day} 00:00:00`,
    _fivetran_synced: '2024-04-01 00:00:00Z',
    allocated_oil_bbl: index % 9 === 4 ? null : 100 + ((index * 37) % 61),
    allocated_gas_mcf: 6 * ((index * 13) % 17),
    allocated_hcliq_bbl: 110 + ((index * 37) % 61),
    allocated_water_bbl: index % 5,
    downtime_hours: index % 7 === 0 ? 24 : 0,
  }));
}

const GAP = daysBetween('2024-02-10', '2024-02-20');
const C1_DAYS = daysBetween('2023-11-20', '2024-03-05').filter((day) => !GAP.includes(day));

/** The runs that a later one replaced: they have other ids, and volumes that would show at once. */
const superseded: Rows = ['2024-01-03', '2024-01-31', '2024-02-29', '2024-03-05'].map((day, index) => ({
  id_rec: `old-${day}`,
  id_flownet: 'N1',
  id_rec_unit: 'U1',
  id_rec_comp: 'C1',
  allocation_date: `${day} 00:00:00`,
  // The last of them was synced at the same moment: the lesser id counts, and "C1-…" is less than "old-…".
  _fivetran_synced: index === 3 ? '2024-04-01 00:00:00Z' : '2024-03-20 00:00:00Z',
  allocated_oil_bbl: 1_000_000,
  allocated_gas_mcf: 6_000_000,
  downtime_hours: 24,
}));

/**
 * Two networks. C1 has a gap, days that were allocated again and days before 2024; C2 has none after December 2023;
 * C3 is of the other network and has the newest day of all; C4 never had any.
 */
export const FIELD: Readonly<Record<string, Rows>> = {
  stg_prodview__units: [
    { id_rec: 'U1', id_flownet: 'N1', unit_name: 'Alpha 1H' },
    { id_rec: 'U2', id_flownet: 'N2', unit_name: 'Beta 1H' },
  ],
  stg_prodview__completions: [
    { id_rec: 'C1', id_flownet: 'N1', id_rec_parent: 'U1', completion_name: 'Upper' },
    { id_rec: 'C2', id_flownet: 'N1', id_rec_parent: 'U1', completion_name: 'Lower' },
    { id_rec: 'C3', id_flownet: 'N2', id_rec_parent: 'U2', completion_name: 'Beta' },
    { id_rec: 'C4', id_flownet: 'N2', id_rec_parent: 'U2', completion_name: 'Dry' },
  ],
  stg_prodview__daily_allocations: [
    ...allocations({ unit: 'U1', completion: 'C1', network: 'N1', days: C1_DAYS }),
    ...superseded,
    ...allocations({ unit: 'U1', completion: 'C2', network: 'N1', days: daysBetween('2023-11-25', '2023-12-10') }),
    ...allocations({ unit: 'U2', completion: 'C3', network: 'N2', days: daysBetween('2024-02-25', '2024-03-10') }),
  ],
};

/** The newest day of the field. */
export const NEWEST = '2024-03-10';
