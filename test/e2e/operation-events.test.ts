import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EventStore } from '../../src/events/event-store.js';
import { migrate } from '../../src/database/migrate.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { socketClient } from '../support/live.js';
import { type People, people } from '../support/people.js';
import { type Engine, hasServer, serverEngine } from '../support/postgres.js';

const RECORD = `mutation ($input: RecordDailyProductionInput!) { recordDailyProduction(input: $input) {
  outcome readToken record { id rowId rowVersion } userErrors { code } } }`;
const AMEND = `mutation ($input: AmendDailyProductionInput!) { amendDailyProduction(input: $input) { outcome userErrors { path code } } }`;
const EVENTS = `subscription ($route: ID, $unit: ID, $entity: OperationEntity, $after: ID) {
  operationEvents(route: $route, unit: $unit, entity: $entity, after: $after) {
    id at kind entity recordId version actor record { id ... on DailyProduction { oilVolumeBbl unit { id } } } } }`;

let lastDay = 1;
const nextDay = (): string => {
  lastDay += 1;
  const day = new Date(Date.UTC(2025, 0, lastDay)).toISOString().slice(0, 10);
  return day === '2025-03-09' ? nextDay() : day; // which has 23 hours
};

/** What a person does at one gateway. */
async function at(gateway: RunningGateway, who: People, person: string, claims: object = {}) {
  const headers = await who.as(person, claims as Record<string, unknown>);
  const ask = async (query: string, variables: object = {}, more: Record<string, string> = {}) => {
    const answer = await gateway.ask(query, variables, { ...headers, ...more });
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
  const { completions } = await ask('{ completions(first: 5) { nodes { id unit { id currentRoute { id } } } } }');
  const [completion] = completions.nodes;
  const write = async (given: object = {}) => {
    const input = {
      clientRequestId: randomUUID(),
      completion: completion.id,
      productionDate: nextDay(),
      oilVolumeBbl: 10,
      hoursOn: 24,
      ...given,
    };
    return (await ask(RECORD, { input })).recordDailyProduction;
  };
  /** Events as they come, until the test has seen enough. */
  const follow = (variables: object = {}) => {
    const { client } = socketClient(gateway.url, headers);
    const results = client.iterate({ query: EVENTS, variables: variables as Record<string, unknown> });
    const next = async (): Promise<any> => {
      const { value } = await results.next();
      return value?.data?.operationEvents ?? value;
    };
    return { next, close: async () => void (await client.dispose()) };
  };
  return { headers, ask, write, follow, completion };
}
type Person = Awaited<ReturnType<typeof at>>;

/** A subscription is open once it has told of an event: this writes until one of its own has come. */
async function opened(person: Person, writer: Person, variables: object = {}) {
  const following = person.follow(variables);
  const first = following.next();
  let event: any;
  first.then((found) => {
    event = found;
  });
  while (!event) {
    await writer.write();
    await setTimeout(50); // a busy machine takes its time, and each write takes a day that is over
  }
  // What was written while it opened comes first.
  const mark = (await writer.write()).record.id;
  while (event.recordId !== mark) event = await following.next();
  return { ...following, last: event };
}

async function started(maps: true | string, env: Record<string, string>): Promise<RunningGateway> {
  return startGateway({ maps, env: { ...env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' } });
}

describe('events, history and what was written, on the embedded database', () => {
  let who: People;
  let gateway: RunningGateway;
  let one: Person;
  let other: Person;
  beforeAll(async () => {
    who = await people();
    gateway = await started(true, who.env);
    one = await at(gateway, who, 'operator.01');
    other = await at(gateway, who, 'operator.03');
  }, 120_000);
  afterAll(async () => {
    await gateway?.close();
    await who?.close();
  });

  test('what is written is told, with its record as it is now, and who as the viewer may see', async () => {
    const events = await opened(one, one);
    const { record } = await one.write({ oilVolumeBbl: 12.5 });
    expect(await events.next()).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/Z$/),
      kind: 'RECORDED',
      entity: 'DAILY_PRODUCTION',
      recordId: record.id,
      version: 1,
      actor: expect.stringMatching(/^person-/),
      record: { id: record.id, oilVolumeBbl: 12.5, unit: { id: one.completion.unit.id } },
    });
    await events.close();
  });

  test('only viewers whose scope covers it hear of it', async () => {
    const events = await opened(other, other);
    await one.write();
    const { record } = await other.write();
    expect((await events.next()).recordId).toBe(record.id);
    await events.close();
  });

  test('goes on after the last event that was seen', async () => {
    const events = await opened(one, one);
    await events.close();
    const written = [];
    for (let n = 0; n < 3; n += 1) written.push((await one.write()).record.id);
    const again = one.follow({ after: events.last.id });
    for (const id of written) expect((await again.next()).recordId).toBe(id);
    await again.close();
  });

  test('over server-sent events too', async () => {
    const events = await opened(one, one);
    await events.close();
    const { record } = await one.write();
    const client = createClient({ url: `${gateway.url}/graphql/stream`, headers: one.headers, retryAttempts: 0 });
    for await (const { data } of client.iterate<any>({ query: EVENTS, variables: { after: events.last.id } })) {
      expect(data?.operationEvents.recordId).toBe(record.id);
      break;
    }
    client.dispose();
  });

  test('narrowed to a unit, a route or a type', async () => {
    const { unit } = one.completion;
    const route = unit.currentRoute.id;
    const events = await opened(one, one, { unit: unit.id, route, entity: 'DAILY_PRODUCTION' });
    await events.close();
    await one.write();
    const none = one.follow({ after: events.last.id, entity: 'WELL_TEST' });
    const theirs = await opened(other, other);
    await theirs.close();
    const their = other.follow({ after: theirs.last.id, unit: unit.id });
    const silent = Promise.race([none.next(), their.next()]);
    const both = one.follow({ after: events.last.id, unit: unit.id, route });
    expect((await both.next()).entity).toBe('DAILY_PRODUCTION');
    expect(await Promise.race([silent, Promise.resolve('silent')])).toBe('silent');
    for (const each of [none, their, both]) await each.close();
  });

  test('does not go on after an event of others, which is like none', async () => {
    const events = await opened(one, one);
    await events.close();
    const refused = [];
    for (const after of [events.last.id, Buffer.from('1.1').toString('base64url')]) {
      const { client, ask } = socketClient(gateway.url, other.headers);
      const [{ extensions, ...said }] = await ask(EVENTS, { variables: { after } }).catch((errors) => errors);
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
      refused.push(said);
      await client.dispose();
    }
    expect(refused[0]).toEqual(refused[1]);
  });

  test.each([
    ['after', { after: 'nonsense' }],
    ['after', { after: '' }],
    ['after', { after: Buffer.from('1.1').toString('base64url') }],
    ['unit', { unit: 'nonsense' }],
    ['route', { route: Buffer.from('["Unit","a","b"]').toString('base64url') }],
  ])('%s that is none is refused: %o', async (argument, variables) => {
    const { client, ask } = socketClient(gateway.url, one.headers);
    const refused: any = await ask(EVENTS, { variables }).catch((errors) => errors);
    expect(refused[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    await client.dispose();
  });

  test('a run of the rules is told to who sees its route, and nobody else, and can be gone on after', async () => {
    const RUN = `mutation ($input: RunSurveillanceRulesInput!) { runSurveillanceRules(input: $input) { record { id } } }`;
    const [mine, theirs] = [await opened(one, one), await opened(other, other)];
    const run = async (person: Person) => {
      const { id: route } = person.completion.unit.currentRoute;
      const foreman = await who.as('foreman.01');
      const input = { clientRequestId: randomUUID(), route };
      const { data, errors } = await gateway.ask(RUN, { input }, foreman);
      expect(errors).toBeUndefined();
      return data.runSurveillanceRules.record.id;
    };
    const [first, second] = [await run(one), await run(one)];
    const { record } = await other.write();
    const heard = await mine.next();
    expect(heard).toMatchObject({ entity: 'SURVEILLANCE_RUN', recordId: first, record: { id: first } });
    expect((await theirs.next()).recordId).toBe(record.id);
    for (const each of [mine, theirs]) await each.close();
    const again = one.follow({ after: heard.id, entity: 'SURVEILLANCE_RUN' });
    expect((await again.next()).recordId).toBe(second);
    await again.close();
  });

  test('a read with the token of a write that is nowhere yet is told that, and not that the store is silent', async () => {
    const ahead = Buffer.from('seq:999999999').toString('base64url');
    const query = 'query ($id: ID!) { node(id: $id) { ... on Completion { recordedDailyProduction { totalCount } } } }';
    const { errors } = await gateway.ask(query, { id: one.completion.id }, { ...one.headers, 'x-read-token': ahead });
    expect(errors).toMatchObject([
      {
        message: 'OPS has not come as far as the read token within 2000 ms; read again, or without it',
        extensions: { code: 'SOURCE_TIMEOUT', retryable: true, source: 'OPS' },
      },
    ]);
  });

  const HISTORY = `query ($id: ID!, $at: DateTime!) { node(id: $id) { ... on DailyProduction {
    rowVersion history { version kind at actor changes { field before value } }
    asOf(at: $at) { id rowVersion oilVolumeBbl activityType audit { activeInd ppdmGuid remark } completion { id } } } } }`;

  test('a record tells its history, and stands as it was', async () => {
    const day = nextDay();
    const { record } = await one.write({ productionDate: day, oilVolumeBbl: 20, remark: 'gauged by Pat' });
    const amendment = { clientRequestId: randomUUID(), record: record.id, amendReason: 'typo', oilVolumeBbl: 21 };
    const amended = (await one.ask(AMEND, { input: amendment })).amendDailyProduction;
    expect(amended).toEqual({ outcome: 'CREATED', userErrors: [] });
    const { node } = await one.ask(HISTORY, { id: record.id, at: '2020-01-01T00:00:00Z' });
    expect(node.asOf).toBeNull();
    expect(node.history.map(({ version }: any) => version)).toEqual([1, 2]);
    const [made, retired] = node.history;
    expect(made).toMatchObject({ kind: 'RECORDED', actor: expect.stringMatching(/^person-/) });
    expect(made.changes).toContainEqual({ field: 'oilVolumeBbl', before: null, value: 20 });
    expect(made.changes).toContainEqual({ field: 'audit.remark', before: null, value: null });
    expect(retired.changes).toContainEqual({ field: 'audit.activeInd', before: 'Y', value: 'N' });
    const then = new Date((Date.parse(made.at) + Date.parse(retired.at)) / 2).toISOString();
    const { node: before } = await one.ask(HISTORY, { id: record.id, at: then });
    expect(before.asOf).toEqual({
      id: record.id,
      rowVersion: 1,
      oilVolumeBbl: 20,
      activityType: 'PRODUCTION',
      audit: { activeInd: 'Y', ppdmGuid: record.rowId.toUpperCase(), remark: null },
      completion: { id: one.completion.id },
    });
    expect(before.rowVersion).toBe(2);
    expect((await other.ask(HISTORY, { id: record.id, at: then })).node).toBeNull();
  });

  test('of many records the histories are one statement', async () => {
    for (let n = 0; n < 6; n += 1) await one.write();
    const read = vi.spyOn(EventStore.prototype, 'read');
    const { unit } = await one.ask(
      'query ($id: ID!) { unit: node(id: $id) { ... on Unit { recordedDailyProduction(first: 20) { nodes { history { version } } } } } }',
      { id: one.completion.unit.id },
    );
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
    const { nodes } = unit.recordedDailyProduction;
    expect(nodes.length).toBeGreaterThan(5);
    for (const { history } of nodes) expect(history.length).toBeGreaterThan(0);
  });
});

describe.runIf(hasServer)('two gateways on one PostgreSQL', () => {
  let engine: Engine;
  let who: People;
  let gateways: RunningGateway[];
  let here: Person;
  let there: Person;
  beforeAll(async () => {
    engine = await serverEngine();
    await engine.asOwner((client) => migrate(client));
    who = await people();
    gateways = [await started(engine.url ?? '', who.env), await started(engine.url ?? '', who.env)];
    const [first, second] = gateways as [RunningGateway, RunningGateway];
    here = await at(first, who, 'operator.01');
    there = await at(second, who, 'operator.01');
  }, 120_000);
  afterAll(async () => {
    for (const gateway of gateways ?? []) await gateway.close();
    await who?.close();
    await engine?.close();
  });

  test('what is written through one is told by the other', async () => {
    const events = await opened(there, here);
    const { record } = await here.write();
    expect((await events.next()).recordId).toBe(record.id);
    await events.close();
  });

  test('a listener that is cut off listens again, and nothing is missed', async () => {
    const events = await opened(there, here);
    const kill = () =>
      engine.asOwner(async (client) => {
        const text = `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'wellgraph listener' and datname = current_database()`;
        return (await client.query(text)).rowCount ?? 0;
      });
    const written: string[] = [];
    let killed = 0;
    for (let n = 0; n < 12; n += 1) {
      if (n % 4 === 0) killed += await kill();
      written.push((await here.write()).record.id);
    }
    expect(killed).toBeGreaterThan(0);
    for (const id of written) expect((await events.next()).recordId).toBe(id);
    await events.close();
  });

  test('a read with the token of a write sees the write at the other one', async () => {
    const { record, readToken } = await here.write();
    const query = 'query ($id: ID!) { node(id: $id) { id ... on DailyProduction { rowVersion } } }';
    const { node } = await there.ask(query, { id: record.id }, { 'x-read-token': readToken });
    expect(node).toEqual({ id: record.id, rowVersion: 1 });
  });
});
