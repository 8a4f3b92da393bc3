import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';
import { type Engine, hasServer, serverEngine } from '../support/postgres.js';

// What was recorded on a route, in its bundle, over HTTP, as people of the sample's made-up network.

const RECORDS = ['OPEN_DOWNTIME', 'RECORDED_STATUS', 'DAILY_PRODUCTION', 'METER_READING'];
const CATALOGUES = ['REASON', 'STATUS', 'TRANSITION'];
const QUERY = `query ($route: ID!, $since: String, $kinds: [BundleKind!], $first: Int! = 1000) {
  fieldBundle(route: $route, since: $since, first: $first, kinds: $kinds) { cursor complete remaining missing dataAsOf { source at } serverTime
    changes { kind key deleted unit { idRec } reason { code longName } status { status } transition { fromStatus toStatus }
      openDowntime { id startedAt comments completion { label } } recordedStatus { id status }
      dailyProduction { id productionDate oilVolumeBbl } meterReading { id readAt } } } }`;

/** A day so many days before today. */
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const ENGINES: readonly (readonly [string, () => Promise<Engine | undefined>])[] = [
  ['PGlite', async () => undefined],
  ...(hasServer ? [['PostgreSQL', () => migrated()] as const] : []),
];
async function migrated(): Promise<Engine> {
  const engine = await serverEngine();
  await engine.asOwner((client) => migrate(client));
  return engine;
}

describe.each(ENGINES)('the bundle of what was recorded on %s', (_, open) => {
  let engine: Engine | undefined;
  let gateway: RunningGateway;
  let who: People;
  let route: string;
  let completions: string[];
  let tank: string;
  beforeAll(async () => {
    engine = await open();
    who = await people();
    gateway = await startGateway({
      maps: engine?.url ?? true,
      env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
    });
    const found = await ask(
      '{ units(first: 1) { nodes { currentRoute { id } } } completions(first: 50) { nodes { id } } tanks(first: 1) { nodes { id } } }',
    );
    route = found.units.nodes[0].currentRoute.id;
    completions = found.completions.nodes.map(({ id }: any) => id);
    tank = found.tanks.nodes[0].id;
  }, 180_000);
  afterAll(async () => {
    await gateway?.close();
    await who?.close();
    await engine?.close();
  });

  const ask = async (query: string, variables: object = {}, person = 'operator.01') => {
    const answer = await gateway.ask(query, variables, await who.as(person));
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
  const bundle = async (variables: object = {}, person?: string) =>
    (await ask(QUERY, { route, kinds: RECORDS, ...variables }, person)).fieldBundle;
  const write = async (command: string, given: object, person = 'operator.01') => {
    const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${command}(input: $input) { outcome userErrors { path code message } record { id } } }`;
    const input = { clientRequestId: randomUUID(), ...given };
    const result = (await ask(query, { input }, person))[command];
    expect(result).toMatchObject({ userErrors: [] });
    return result.record.id as string;
  };

  test('has the catalogues that forms need, whole, and the units beside them', async () => {
    const { changes, complete, dataAsOf, serverTime } = await bundle({ kinds: [...CATALOGUES, 'UNIT'] });
    expect(complete).toBe(true);
    const of = (kind: string) => changes.filter((change: any) => change.kind === kind).length;
    const { downtimeReasons, statusCatalogue, statusTransitions } = await ask(
      '{ downtimeReasons { totalCount } statusCatalogue { totalCount } statusTransitions { totalCount } }',
    );
    expect(CATALOGUES.map(of)).toEqual(
      [downtimeReasons, statusCatalogue, statusTransitions].map(({ totalCount }) => totalCount),
    );
    expect(changes.find(({ reason }: any) => reason).reason.longName).toEqual(expect.any(String));
    expect(of('UNIT')).toBeGreaterThan(2);
    expect(dataAsOf).toContainEqual({ source: 'OPS', at: serverTime });
  });

  test('brings a downtime that begins, its changes, and takes it away when it has ended', async () => {
    const { cursor } = await bundle();
    const down = await write('startDowntime', { completion: completions[0], startedAt: `${ago(1)}T10:00:00Z` });
    const begun = await bundle({ since: cursor });
    expect(begun.changes).toMatchObject([{ kind: 'OPEN_DOWNTIME', deleted: false, openDowntime: { id: down } }]);
    expect(begun.changes[0].openDowntime.completion.label).toEqual(expect.any(String));
    await write('editDowntime', { record: down, expectedVersion: 1, comments: 'waiting on parts' });
    const edited = await bundle({ since: begun.cursor });
    expect(edited.changes).toMatchObject([{ key: begun.changes[0].key, deleted: false, openDowntime: { id: down } }]);
    await write('endDowntime', { record: down, endedAt: `${ago(1)}T12:00:00Z` });
    const ended = await bundle({ since: edited.cursor });
    expect(ended.changes).toMatchObject([{ key: begun.changes[0].key, deleted: true, openDowntime: null }]);
    expect((await bundle({ since: ended.cursor })).changes).toEqual([]);
  });

  test('has the production and readings of recent days, and no older ones', async () => {
    const { cursor } = await bundle();
    await write('recordDailyProduction', { completion: completions[1], productionDate: ago(8), oilVolumeBbl: 8 });
    const day = await write('recordDailyProduction', {
      completion: completions[1],
      productionDate: ago(2),
      oilVolumeBbl: 2,
    });
    await write('recordMeterReading', { meter: tank, readAt: `${ago(9)}T13:00:00Z`, levelTopIn: 10 });
    const reading = await write('recordMeterReading', { meter: tank, readAt: `${ago(1)}T13:00:00Z`, levelTopIn: 11 });
    const { changes } = await bundle({ since: cursor });
    expect(changes.map(({ dailyProduction, meterReading }: any) => (dailyProduction ?? meterReading).id)).toEqual([
      day,
      reading,
    ]);
  });

  test('a record of another route is not among them', async () => {
    await write('startDowntime', { completion: completions[2], startedAt: `${ago(1)}T10:00:00Z` });
    const everywhere = await who.as('chief', { role: 'admin' });
    const of = async (id: string, headers = everywhere) =>
      (await gateway.ask(QUERY, { route: id, kinds: RECORDS }, headers)).data.fieldBundle;
    const kinds = async (id: string) => (await of(id)).changes.map(({ kind }: any) => kind);
    const all = await gateway.ask('{ routes(first: 500) { nodes { id units { totalCount } } } }', {}, everywhere);
    const [other] = all.data.routes.nodes.filter(({ id, units }: any) => id !== route && units.totalCount > 2);
    expect(await kinds(route)).toContain('OPEN_DOWNTIME');
    expect(await kinds(other.id)).not.toContain('OPEN_DOWNTIME');
    // Whose route it is not gets nothing of it, nor does who has none.
    expect(await of(other.id, await who.as('operator.01'))).toBeNull();
    expect(await of(route, await who.as('nobody'))).toBeNull();
  });

  test('who has lost the route is left with nothing, the catalogues among it', async () => {
    const { cursor, changes } = await bundle({ kinds: CATALOGUES });
    const lost = await who.as('operator.01', { role: 'viewer', networks: ['US-GULF-MC'] });
    const { data } = await gateway.ask(QUERY, { route, kinds: CATALOGUES, since: cursor }, lost);
    expect(data.fieldBundle.changes.map(({ key }: any) => key).sort()).toEqual(
      changes.map(({ key }: any) => key).sort(),
    );
    expect(data.fieldBundle.changes.every(({ deleted }: any) => deleted)).toBe(true);
  });

  test('costs the same few statements whatever there is', async () => {
    const statements = async (variables: object) => {
      gateway.prodview.statements();
      gateway.ops?.statements();
      const { cursor } = await bundle({ kinds: undefined, ...variables });
      return { cursor, cost: [gateway.prodview.statements().length, gateway.ops?.statements().length] };
    };
    const open = async (completion?: string) =>
      write('startDowntime', { completion, startedAt: `${ago(1)}T10:00:00Z`, comments: 'a valve leaks' });
    await open(completions[3]);
    // Of each store what there is and the rows of a page; then the completions of downtimes.
    const first = await statements({});
    expect(first.cost).toEqual([3, 2]);
    for (const completion of completions.slice(4, 8)) await open(completion);
    expect((await statements({})).cost).toEqual([3, 2]);
    const second = await statements({ since: first.cursor });
    expect((await statements({ since: second.cursor })).cost).toEqual([1, 1]);
  });
});
