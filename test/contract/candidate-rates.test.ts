import { afterEach, expect, test, vi } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import { viewNamed } from '../../src/binding/named.js';
import { UNMASKED } from '../../src/binding/personal.js';
import { CommandReads } from '../../src/commands/command-reads.js';
import { ratesOf } from '../../src/commands/nominate-workover-candidate.js';
import { Places } from '../../src/commands/places.js';
import { Reads } from '../../src/loaders/reads.js';
import { built, openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';

afterEach(() => {
  vi.useRealTimers();
});

const at = { id_flownet: 'N1' };
/** Two days a completion made, months apart. */
const FOLDER = {
  stg_prodview__networks: [{ ...at, flow_network_name: 'one' }],
  stg_prodview__units: [{ ...at, id_rec: 'U1' }],
  stg_prodview__completions: [{ ...at, id_rec: 'C1', id_rec_parent: 'U1' }],
  stg_prodview__daily_allocations: [
    ['2025-05-31', 40],
    ['2025-09-30', 5],
  ].map(([allocation_date, allocated_oil_bbl], row) => ({
    ...at,
    id_rec: `A${row}`,
    id_rec_unit: 'U1',
    id_rec_comp: 'C1',
    allocation_date,
    allocated_oil_bbl,
    downtime_hours: 0,
  })),
};

test.each([
  ['2025-06-01T12:00:00Z', 40],
  ['2025-10-01T12:00:00Z', 5],
  ['2026-06-01T12:00:00Z', null],
])('the rate of today is that of the database’s day, %s, whatever the copy’s clock says', async (now, oil) => {
  const { source } = await openStore(writeFolder(FOLDER));
  const { bindings } = built;
  const need = () => ({ columns: new Set<string>(), cursors: false, aggregates: new Map(), groups: new Map() });
  const asked = { sources: { PRODVIEW: source }, bindings, signal: new AbortController().signal, maxRows: 100, need };
  const everything = { kind: 'everything' } as const;
  const reads = new CommandReads({
    viewer: { id: 'user:ann', role: 'engineer', permissions: new Set<never>() },
    bindings,
    reads: new Reads({ ...asked, sight: UNMASKED, scope: everything }),
    places: new Places({ bindings, refreshMs: 60_000 }),
    scope: everything,
    writeScope: everything,
    permissions: new Set<never>(),
    now: async () => new Date(now),
    madeBy: async () => undefined,
  });
  const place = await reads.completion('completion', globalId(viewNamed(bindings, 'Completion'), { id_rec: 'C1' }));
  for (const machine of ['1999-01-01T00:00:00Z', '2025-06-01T12:00:00Z', '2100-01-01T00:00:00Z']) {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(machine) });
    expect(await ratesOf(reads, place, 'C1')).toEqual({ oil, gas: null });
    vi.useRealTimers();
  }
  await source.close();
});
