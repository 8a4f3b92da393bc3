import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import { type ChangingFolder, changingFolder, type Views } from '../support/changing-folder.js';
import { aField } from '../support/field.js';
import type { Cell, Rows } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// The bundle of a route over HTTP, against a store whose rows change between one call and the next.

const LOADED = '2024-02-01 00:00:00';
const LATER = '2024-02-02 00:00:00';
const KINDS = {
  ROUTE: 'stg_prodview__routes',
  FACILITY: 'stg_prodview__facilities',
  UNIT: 'stg_prodview__units',
  COMPLETION: 'stg_prodview__completions',
  TANK: 'stg_prodview__tanks',
  GAS_METER: 'stg_prodview__gas_meters',
  PD_GAS_METER: 'stg_prodview__gas_pd_meters',
  LIQUID_METER: 'stg_prodview__liquid_meters',
  MEASUREMENT_POINT: 'stg_prodview__other_measurement_points',
} as const;
type Kind = keyof typeof KINDS;
const ALL = Object.keys(KINDS) as Kind[];

/** Six wells, three on each of two routes; all rows loaded at the same moment. */
function twoRoutes({ units = 6 } = {}): Views {
  const field = aField({ units, days: 1, tests: 1 });
  const dated = (rows: Rows): Rows => rows.map((row) => ({ ...row, _fivetran_synced: LOADED }));
  const views: Record<string, Rows> = { ...field };
  views[KINDS.ROUTE] = ['R1', 'R2'].map((id_rec) => ({ id_rec, id_flownet: 'N1', route_name: `Route ${id_rec}` }));
  views[KINDS.UNIT] = (field[KINDS.UNIT] ?? []).map((row, at) => ({
    ...row,
    current_route_id: at < units / 2 ? 'R1' : 'R2',
    asset_company: 'Alpha Field',
  }));
  for (const view of Object.values(KINDS)) views[view] = dated(views[view] ?? []);
  return views;
}

type Row = Readonly<Record<string, Cell>>;
/** The rows of a view changed: null takes one away. */
const changed = (views: Views, kind: Kind, change: (row: Row) => Row | null): Views => ({
  ...views,
  [KINDS[kind]]: (views[KINDS[kind]] ?? []).flatMap((row) => [change(row) ?? []].flat()),
});
const only = (id: string, change: (row: Row) => Row | null) => (row: Row) => (row.id_rec === id ? change(row) : row);

const idOf = (type: string, id: string) => globalId({ type, key: [{ name: 'id_rec' }] } as never, { id_rec: id });
const R1 = idOf('Route', 'R1');

const QUERY = `query ($route: ID, $asset: String, $since: String, $first: Int! = 500, $kinds: [BundleKind!]) {
  fieldBundle(route: $route, asset: $asset, since: $since, first: $first, kinds: $kinds) {
    cursor remaining complete missing serverTime dataAsOf { source at }
    changes { kind key deleted route { idRec } facility { idRec } unit { idRec unitName facility: currentFacility { facilityName } }
      completion { idRec } tank { idRec unit { unitName } } gasMeter { idRec } pdGasMeter { idRec } liquidMeter { idRec }
      measurementPoint { idRec } openDowntime { id } } } }`;

let store: ChangingFolder;
let gateway: RunningGateway;
let who: People;
beforeAll(async () => {
  who = await people();
  store = await changingFolder(twoRoutes());
  gateway = await startGateway({ prodview: store.source, env: { ...who.env, CONCURRENT_REQUESTS: '0' } });
}, 60_000);
beforeEach(() => store.put(twoRoutes()));
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const OF_R1 = { role: 'viewer', routes: ['R1'] };
const asking = async (variables: object, claims: object = OF_R1, person = 'ann') =>
  gateway.ask(QUERY, { kinds: ALL, ...variables }, await who.as(person, claims as Record<string, unknown>));
const bundle = async (variables: object, claims?: object) => {
  const { data, errors } = await asking({ route: R1, ...variables }, claims);
  expect(errors).toBeUndefined();
  return data.fieldBundle;
};

interface Change {
  readonly kind: Kind;
  readonly key: string;
  readonly deleted: boolean;
  readonly [field: string]: any;
}
const FIELDS = [
  'route',
  'facility',
  'unit',
  'completion',
  'tank',
  'gasMeter',
  'pdGasMeter',
  'liquidMeter',
  'measurementPoint',
];
/** `KIND id` of each change that holds a record. */
const told = (changes: Change[]) =>
  changes.flatMap((change) =>
    FIELDS.flatMap((field) => (change[field] ? `${change.kind} ${change[field].idRec}` : [])),
  );

/** What an app does: keeps what it is sent under kind and key, deletes what it is told to. */
class Copy {
  readonly held = new Map<string, string>();
  cursor: string | undefined;
  taken = 0;

  take({ changes, cursor }: { changes: Change[]; cursor: string }): void {
    for (const change of changes) {
      const key = `${change.kind} ${change.key}`;
      this.taken += 1;
      if (change.deleted) expect(this.held.delete(key)).toBe(true);
      else this.held.set(key, told([change])[0] ?? 'no record');
    }
    this.cursor = cursor;
  }

  get records(): string[] {
    return [...this.held.values()].sort();
  }
}

/** What is in the place by the test's own reckoning: whatever belongs to units of the route. */
function expected(views: Views, route = 'R1'): string[] {
  const units = (views[KINDS.UNIT] ?? []).filter((unit) => unit.current_route_id === route);
  const ids = new Set(units.map((unit) => unit.id_rec));
  return ALL.flatMap((kind) =>
    (views[KINDS[kind]] ?? [])
      .filter((row) => {
        if (kind === 'ROUTE') return row.id_rec === route;
        if (kind === 'FACILITY') return units.some((unit) => unit.current_facility_id === row.id_rec);
        return ids.has(kind === 'UNIT' ? row.id_rec : row.id_rec_parent);
      })
      .map(({ id_rec }) => `${kind} ${id_rec}`),
  ).sort();
}

const whole = async (copy: Copy, first: number, claims?: object): Promise<void> => {
  for (let page = 0; page < 100; page++) {
    const answer = await bundle({ since: copy.cursor, first }, claims);
    expect(answer.changes.length).toBeLessThanOrEqual(first);
    copy.take(answer);
    if (answer.complete) return;
  }
  throw new Error('there is no end');
};

describe('the first bundle', () => {
  test('is the whole of the route, of every kind, with links', async () => {
    const answer = await bundle({});
    expect(answer).toMatchObject({ complete: true, remaining: 0, missing: [] });
    expect(told(answer.changes).sort()).toEqual(expected(twoRoutes()));
    expect(new Set(answer.changes.map(({ kind }: Change) => kind))).toEqual(
      new Set(ALL.filter((kind) => (twoRoutes()[KINDS[kind]] ?? []).length > 0)),
    );
    const unit = answer.changes.find(({ unit }: Change) => unit?.idRec === 'U1').unit;
    expect(unit).toEqual({ idRec: 'U1', unitName: 'Alpha 1H', facility: { facilityName: 'Battery 1' } });
    expect(answer.dataAsOf).toEqual([{ source: 'PRODVIEW', at: '2024-02-01T00:00:00.000Z' }]);
    expect(Date.parse(answer.serverTime)).toBeGreaterThan(Date.parse('2026-01-01'));
  });

  test('comes in pages of 7 over equal moments, each record once', async () => {
    const copy = new Copy();
    await whole(copy, 7);
    expect(copy.records).toEqual(expected(twoRoutes()));
    expect(copy.taken).toBe(copy.records.length);
    expect(copy.taken).toBeGreaterThan(21);
    expect((await bundle({ since: copy.cursor })).changes).toEqual([]);
  });

  test('of an asset has both routes', async () => {
    const admin = { role: 'admin' };
    const { data } = await asking({ asset: 'Alpha Field' }, admin);
    const all = [...new Set([...expected(twoRoutes()), ...expected(twoRoutes(), 'R2')])].sort();
    expect(told(data.fieldBundle.changes).sort()).toEqual(all);
    // A viewer of one route gets that part of the asset, the other route's own record not among it.
    const mine = await asking({ asset: 'Alpha Field' });
    expect(told(mine.data.fieldBundle.changes).sort()).toEqual(expected(twoRoutes()));
  });

  test('of some kinds has those; a kind left out later arrives as deleted', async () => {
    const first = await bundle({ kinds: ['UNIT', 'TANK'] });
    expect([...new Set(first.changes.map(({ kind }: Change) => kind))]).toEqual(['UNIT', 'TANK']);
    const next = await bundle({ kinds: ['UNIT'], since: first.cursor });
    expect(next.changes).toHaveLength(6);
    expect(next.changes.every(({ kind, deleted }: Change) => kind === 'TANK' && deleted)).toBe(true);
  });
});

describe('a delta', () => {
  let copy: Copy;
  beforeEach(async () => {
    copy = new Copy();
    await whole(copy, 500);
    copy.taken = 0;
  });
  const unitKey = (changes: Change[], id: string) => changes.find(({ unit }) => unit?.idRec === id)?.key;

  test('is empty where nothing changed', async () => {
    const answer = await bundle({ since: copy.cursor });
    expect(answer).toMatchObject({ changes: [], complete: true });
  });

  test('after one unit changed is that unit', async () => {
    const views = changed(
      twoRoutes(),
      'UNIT',
      only('U1', (row) => ({ ...row, unit_name: 'Beta', _fivetran_synced: LATER })),
    );
    await store.put(views);
    const answer = await bundle({ since: copy.cursor });
    expect(answer.changes).toHaveLength(1);
    expect(answer.changes[0]).toMatchObject({ kind: 'UNIT', deleted: false, unit: { unitName: 'Beta' } });
    expect(answer.dataAsOf[0].at).toBe('2024-02-02T00:00:00.000Z');
    copy.take(answer);
    expect(copy.records).toEqual(expected(views));
  });

  test('has a row that was loaded later but is dated before others', async () => {
    const early = '2024-01-15 00:00:00';
    await store.put(
      changed(
        twoRoutes(),
        'UNIT',
        only('U1', (row) => ({ ...row, _fivetran_synced: early })),
      ),
    );
    expect(told((await bundle({ since: copy.cursor })).changes)).toEqual(['UNIT U1']);
  });

  test('tells a deleted row by its key alone', async () => {
    const { changes } = await bundle({});
    await store.put(
      changed(
        twoRoutes(),
        'UNIT',
        only('U1', () => null),
      ),
    );
    const answer = await bundle({ since: copy.cursor });
    const gone = answer.changes.find(({ kind }: Change) => kind === 'UNIT');
    expect(gone).toMatchObject({ key: unitKey(changes, 'U1'), deleted: true });
    expect(FIELDS.map((field) => gone[field])).toEqual(FIELDS.map(() => null));
    copy.take(answer);
    expect(copy.records.filter((record) => /^UNIT/.test(record))).toEqual(['UNIT U0', 'UNIT U2']);
  });

  test('takes away a unit that moved to another route, with all that is its own', async () => {
    const views = changed(
      twoRoutes(),
      'UNIT',
      only('U1', (row) => ({ ...row, current_route_id: 'R2', _fivetran_synced: LATER })),
    );
    await store.put(views);
    const answer = await bundle({ since: copy.cursor });
    expect(answer.changes.every(({ deleted }: Change) => deleted)).toBe(true);
    copy.take(answer);
    expect(copy.records).toEqual(expected(views));
    expect(copy.records).not.toContain('UNIT U1');
    // And back again: it is sent once more.
    await store.put(twoRoutes());
    copy.take(await bundle({ since: copy.cursor }));
    expect(copy.records).toEqual(expected(twoRoutes()));
  });

  test("takes away what left the viewer's scope, though no row changed", async () => {
    const answer = await bundle({ since: copy.cursor }, { role: 'viewer', units: ['U0'] });
    expect(answer.changes.length).toBeGreaterThan(5);
    expect(answer.changes.every(({ deleted }: Change) => deleted)).toBe(true);
    copy.take(answer);
    const mine = expected({ ...twoRoutes(), [KINDS.UNIT]: (twoRoutes()[KINDS.UNIT] ?? []).slice(0, 1) });
    expect(copy.records).toEqual(mine);
  });

  test('takes everything away where the viewer does not see the route any more', async () => {
    const answer = await bundle({ since: copy.cursor }, { role: 'viewer', routes: ['R2'] });
    copy.take(answer);
    expect(copy.records).toEqual([]);
    expect(answer).toMatchObject({ complete: true });
  });

  test('sends rows anew where the viewer has come to see people otherwise', async () => {
    const answer = await bundle({ since: copy.cursor }, { role: 'foreman', sub: 'ann', routes: ['R1'] });
    // A foreman's routes come from ProdView, which assigns ann none: nothing is left.
    expect(answer.changes.every(({ deleted }: Change) => deleted)).toBe(true);
    const shown = await bundle({ since: copy.cursor }, { role: 'approver', routes: ['R1'] });
    expect(told(shown.changes).sort()).toEqual(expected(twoRoutes()));
  });

  test('brings what changes while a client pages, and loses nothing', async () => {
    const paging = new Copy();
    paging.take(await bundle({ first: 7 }));
    const moved = changed(
      twoRoutes(),
      'UNIT',
      only('U0', (row) => ({ ...row, unit_name: 'New', _fivetran_synced: LATER })),
    );
    const views = changed(
      moved,
      'TANK',
      only('U2tank1', () => null),
    );
    await store.put(views);
    await whole(paging, 7);
    expect(paging.records).toEqual(expected(views));
    expect((await bundle({ since: paging.cursor })).changes).toEqual([]);
  });

  test('in pages takes away first, so that no cursor outgrows the bundle', async () => {
    const moved = changed(twoRoutes(), 'UNIT', (row) => ({
      ...row,
      current_route_id: row.current_route_id === 'R1' ? 'R2' : 'R1',
    }));
    await store.put(moved);
    const lengths: number[] = [copy.cursor?.length ?? 0];
    for (let complete = false; !complete; ) {
      const answer = await bundle({ since: copy.cursor, first: 7 }, { role: 'admin', sub: 'ann' });
      copy.take(answer);
      lengths.push(answer.cursor.length);
      ({ complete } = answer);
    }
    expect(copy.records).toEqual(expected(moved));
    expect(Math.max(...lengths)).toBe(lengths[0]);
  });
});

describe('what it costs', () => {
  const statements = async (variables: object) => {
    gateway.prodview.statements();
    const answer = await bundle(variables, { role: 'admin' });
    return { statements: gateway.prodview.statements().length, answer };
  };

  test('is one statement to see what there is and two for the records and their links, whatever their number', async () => {
    for (const units of [2, 20, 200]) {
      await store.put(twoRoutes({ units }));
      const first = await statements({ first: 1000 });
      expect(first.answer.changes.length).toBe(Math.min(1000, expected(twoRoutes({ units })).length));
      expect(first.statements).toBe(3);
    }
  });

  test('is one statement where nothing changed', async () => {
    const { answer } = await statements({});
    expect((await statements({ since: answer.cursor })).statements).toBe(1);
  });
});

describe('refuses', () => {
  const refused = async (variables: object, claims?: object, person?: string) => {
    const { data, errors } = await asking({ route: R1, ...variables }, claims, person);
    expect(data.fieldBundle).toBeNull();
    const { message, extensions } = errors?.[0] ?? {};
    return { message, code: extensions?.code, argument: extensions?.argument };
  };
  const since = { code: 'BAD_USER_INPUT', argument: 'since' };

  test('cursors that are none', async () => {
    const { cursor } = await bundle({});
    const middle = cursor.length >> 1;
    const other = cursor[middle] === 'A' ? 'B' : 'A';
    const forged = [
      '',
      'x',
      ' ',
      `${cursor}A`,
      `${cursor}=`,
      cursor.slice(4),
      cursor.slice(0, -4),
      `${cursor.slice(0, middle)}${other}${cursor.slice(middle + 1)}`,
    ];
    for (const text of forged)
      expect(await refused({ since: text })).toEqual({ ...since, message: 'since: is no cursor of a bundle' });
    expect(Buffer.from(cursor, 'base64url').toString('base64url')).toBe(cursor);
  });

  test('cursors of another place or another viewer', async () => {
    const { cursor } = await bundle({});
    const message = 'since: is the cursor of another place or of somebody else; begin again without it';
    expect(await refused({ since: cursor }, OF_R1, 'bob')).toEqual({ ...since, message });
    expect(await refused({ since: cursor, route: idOf('Route', 'R2') })).toEqual({ ...since, message });
    expect(await refused({ since: cursor, route: null, asset: 'Alpha Field' })).toEqual({ ...since, message });
  });

  test('what is no place, no page and no kind', async () => {
    const bad = async (variables: object) => (await refused(variables)).argument;
    expect(await bad({ route: null })).toBe('route');
    expect(await bad({ asset: 'Alpha Field' })).toBe('asset');
    expect(await bad({ route: 'x' })).toBe('route');
    expect(await bad({ route: idOf('Unit', 'U0') })).toBe('route');
    expect(await bad({ first: 0 })).toBe('first');
    expect(await bad({ first: 1001 })).toBe('first');
    expect(await bad({ kinds: [] })).toBe('kinds');
  });

  test('more than a bundle may have', async () => {
    await store.put(twoRoutes({ units: 5_600 }));
    const { code, argument, message } = await refused({}, { role: 'admin' });
    expect({ code, argument }).toEqual({ code: 'LIMIT_EXCEEDED', argument: 'kinds' });
    expect(message).toContain('at most 15000 records');
    // Fewer kinds fit.
    expect(await bundle({ kinds: ['UNIT'], first: 10 }, { role: 'admin' })).toMatchObject({ remaining: 2_790 });
  });
});

test('a viewer of another route gets nothing', async () => {
  const { data, errors } = await asking({ route: R1 }, { role: 'viewer', routes: ['R2'] });
  expect({ data, errors }).toEqual({ data: { fieldBundle: null }, errors: undefined });
  const nowhere = await asking({ asset: 'Another' });
  expect(nowhere.data.fieldBundle).toBeNull();
});

test('a facility shows through units that the viewer sees, not through those they do not', async () => {
  const at: Readonly<Record<string, string>> = { U1: 'F2', U5: 'F2' };
  const views = changed(twoRoutes(), 'UNIT', (row) => ({ ...row, current_facility_id: at[`${row.id_rec}`] ?? 'F1' }));
  const [battery] = views[KINDS.FACILITY] ?? [];
  await store.put({ ...views, [KINDS.FACILITY]: ['F1', 'F2'].map((id_rec) => ({ ...battery, id_rec })) });
  const facilities = async (units: string[]) =>
    told((await bundle({ kinds: ['FACILITY'] }, { role: 'viewer', units })).changes);
  // F2 they see by a unit of the other route; that a unit of this route is there too is not theirs to know.
  expect(await facilities(['U0', 'U5'])).toEqual(['FACILITY F1']);
  expect((await facilities(['U0', 'U1'])).sort()).toEqual(['FACILITY F1', 'FACILITY F2']);
});

test('a store that is away is said, and what was sent of it still counts', async () => {
  const { data, errors } = await asking({ route: R1, kinds: ['UNIT', 'REASON', 'OPEN_DOWNTIME'] });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SOURCE_UNAVAILABLE']);
  expect(data.fieldBundle).toMatchObject({ complete: false, remaining: 0, missing: ['REASON', 'OPEN_DOWNTIME'] });
  expect(data.fieldBundle.changes).toHaveLength(3);
  expect(data.fieldBundle.dataAsOf.map(({ source }: any) => source)).toEqual(['PRODVIEW']);
});
