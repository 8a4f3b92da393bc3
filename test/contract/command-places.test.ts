import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import { UNMASKED } from '../../src/binding/personal.js';
import { viewNamed } from '../../src/binding/named.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import { CommandReads } from '../../src/commands/command-reads.js';
import { Refused } from '../../src/commands/outcome.js';
import { Places } from '../../src/commands/places.js';
import { Reads } from '../../src/loaders/reads.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { built, openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';

// Two networks have a unit, a completion and a facility of the same ids. Which of them an id means is told by who asks.

const each = (row: object) => ['N1', 'N2'].map((id_flownet) => ({ ...row, id_flownet }));
let source: RowSource;
beforeAll(async () => {
  const folder = writeFolder({
    stg_prodview__networks: each({ flow_network_name: 'one of two' }),
    stg_prodview__units: each({ id_rec: 'U1', current_facility_id: 'F1' }).map((unit) => ({
      ...unit,
      current_route_id: `R of ${unit.id_flownet}`,
    })),
    stg_prodview__completions: each({ id_rec: 'C1', id_rec_parent: 'U1' }),
    stg_prodview__facilities: each({ id_rec: 'F1' }),
  });
  source = (await openStore(folder)).source;
});
afterAll(() => source.close());

const places = new Places({ bindings: built.bindings, refreshMs: 60_000 });
const scopeOf = (...networks: string[]): ViewerScope => ({
  kind: 'keys',
  id: networks.join(),
  keys: {
    UNIT: networks.map((network) => ['U1', network]),
    FACILITY: networks.map((network) => ['F1', network]),
    ROUTE: [],
    NETWORK: [],
  },
});

function commandReads(scope: ViewerScope, writeScope = scope): CommandReads {
  const need = () => ({ columns: new Set<string>(), cursors: false, aggregates: new Map(), groups: new Map() });
  const signal = new AbortController().signal;
  const asked = { sources: { PRODVIEW: source }, bindings: built.bindings, signal, maxRows: 1_000, need };
  const reads = new Reads({ ...asked, sight: UNMASKED, scope: { kind: 'everything' } });
  const permissions = new Set<never>();
  const viewer = { id: 'user:ann', role: 'foreman', permissions };
  const madeBy = async () => undefined;
  const now = async () => new Date();
  return new CommandReads({
    viewer,
    bindings: built.bindings,
    reads,
    places,
    scope,
    writeScope,
    permissions,
    now,
    madeBy,
  });
}

const idOf = (type: string, id_rec: string) => globalId(viewNamed(built.bindings, type), { id_rec });
const COMPLETION = idOf('Completion', 'C1');
const FACILITY = idOf('Facility', 'F1');
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'there',
    (error: unknown) => (error instanceof Refused ? error.result.userErrors[0]?.code : error),
  );

test.each(['N1', 'N2'])('who sees %s means the completion and the facility of it', async (network) => {
  const reads = commandReads(scopeOf(network));
  expect(await reads.completion('completion', COMPLETION)).toMatchObject({ network, route: `R of ${network}` });
  expect(await reads.place('facility', 'Facility', FACILITY)).toMatchObject({ network, route: `R of ${network}` });
});

test('who sees neither finds none; who sees both does not say which one', async () => {
  expect(await codeOf(commandReads(scopeOf()).completion('completion', COMPLETION))).toBe('NOT_FOUND');
  expect(await codeOf(commandReads(scopeOf('N3')).completion('completion', COMPLETION))).toBe('NOT_FOUND');
  const both = commandReads(scopeOf('N1', 'N2'));
  expect(await codeOf(both.completion('completion', COMPLETION))).toBe('INCONSISTENT');
  expect(await both.placeOf('record', 'Completion', ['C1'], [], 'N2')).toMatchObject({ network: 'N2' });
});

test('who sees both and may write in one means that one; who may write in neither is told so', async () => {
  const one = commandReads(scopeOf('N1', 'N2'), scopeOf('N2'));
  expect(await one.completion('completion', COMPLETION)).toMatchObject({ network: 'N2' });
  const none = commandReads(scopeOf('N1'), scopeOf('N2'));
  expect(await codeOf(none.completion('completion', COMPLETION))).toBe('FORBIDDEN');
});
