import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSdl } from '../../src/binding/sdl-files.js';
import { runCommand } from '../../src/command-line.js';
import { parseConfig } from '../../src/config.js';
import { migrate } from '../../src/database/migrate.js';
import { EventStore } from '../../src/events/event-store.js';
import { historyOf } from '../../src/events/history.js';
import { takeTurn } from '../../src/events/turns.js';
import { verify } from '../../src/events/verify.js';
import { listLimitsOf } from '../../src/list-limits-of.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { dueOf, writeDue } from '../../src/server/due-task.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';
import { hasServer, serverEngine } from '../support/postgres.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

// What falls due by time alone, written as a policy while people read over HTTP.

let gateway: RunningGateway;
let who: People;
let store: EventStore;
let wells: { id: string; unit: { idRec: string } }[];
let claims: Record<string, unknown>;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  if (!gateway.stores) throw new Error('no stores');
  store = new EventStore(gateway.stores.database);
  const query = '{ completions(first: 50) { nodes { id unit { idRec } } } }';
  wells = (await gateway.ask(query, {}, await who.as('foreman.01'))).data.completions.nodes;
  claims = { units: wells.map(({ unit }) => unit.idRec) };
}, 180_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const headersOf = (person: string) => {
  const [role] = person.split('.');
  return who.as(person, role === 'foreman' || role === 'operator' ? {} : { role, ...claims });
};
async function ask(person: string, query: string, variables: object): Promise<any> {
  const { data, errors } = await gateway.ask(query, variables, await headersOf(person));
  expect(errors).toBeUndefined();
  return data;
}
const SAID = 'outcome userErrors { path code }';
async function write(person: string, command: string, type: string, input: object): Promise<any> {
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { ${SAID} record { id rowId rowVersion } } }`;
  return (await ask(person, query, { input: { clientRequestId: randomUUID(), ...input } }))[command];
}
async function made(person: string, command: string, type: string, input: object): Promise<any> {
  const answer = await write(person, command, type, input);
  expect(answer).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  return answer.record;
}
const historyOfRecord = async (entity: string, { rowId }: { rowId: string }) =>
  (await historyOf(store, entity, rowId)).map(({ kind, actor, role }) => [kind, actor, role]);

/** A copy of the gateway's task. */
function copy(env: Record<string, string> = {}) {
  const config = parseConfig(env);
  const built = buildSchema(readSdl(SCHEMA_FOLDER), listLimitsOf(config));
  const { prodview, ops, gis } = gateway;
  const sources = { PRODVIEW: prodview, ...(ops && { OPS: ops }), ...(gis && { GIS: gis }) };
  return { ...built, config, sources, events: async () => store, log: pino({ level: 'silent' }) };
}
const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR);
const NOTHING = { recommendationsExpired: 0, constraintsExpired: 0, approvalsEscalated: 0 };
const proposal = (expiresAt: Date) =>
  made('engineer.01', 'proposeRecommendation', 'ProposeRecommendationInput', {
    completion: wells[0]?.id,
    recommendationType: 'CHOKE',
    description: 'Open the choke',
    priority: 'LOW',
    expiresAt: expiresAt.toISOString(),
  });
const limit = (effectiveFrom: string, effectiveTo: Date) =>
  made('foreman.01', 'addConstraint', 'AddConstraintInput', {
    completion: wells[0]?.id,
    constraintType: 'ALLOWABLE',
    product: 'OIL',
    limitValue: 100,
    limitUom: 'BBL_PER_DAY',
    effectiveFrom,
    effectiveTo: effectiveTo.toISOString(),
  });

describe('what falls due', () => {
  test('is written once by policies, whoever else does it at the same time', async () => {
    const recommendation = await proposal(inHours(1));
    const constraint = await limit('2025-01-01T00:00:00Z', inHours(1));
    const downtime = await made('operator.01', 'startDowntime', 'StartDowntimeInput', {
      completion: wells[0]?.id,
      startedAt: '2025-01-03T00:00:00Z',
      endedAt: '2025-01-03T05:00:00Z',
      reasonCode1: 'COMMERCIAL',
      force: true,
    });
    await made('operator.01', 'submitDowntime', 'SubmitDowntimeInput', { record: downtime.id });
    expect(await dueOf(copy())()).toEqual(NOTHING);
    const early = await write('engineer.01', 'expireRecommendation', 'RecordStepInput', { record: recommendation.id });
    expect(early).toMatchObject({ outcome: 'INVALID', userErrors: [{ code: 'NOT_ALLOWED_NOW' }] });

    const later = () => inHours(1_000);
    const done = await Promise.all([1, 2, 3].map(() => dueOf(copy())(later)));
    const total = (name: keyof typeof NOTHING) => done.reduce((sum, each) => sum + each[name], 0);
    expect([total('recommendationsExpired'), total('constraintsExpired')]).toEqual([1, 1]);
    expect(total('approvalsEscalated')).toBeGreaterThanOrEqual(1);
    expect(await dueOf(copy())(later)).toEqual(NOTHING);

    expect(await historyOfRecord('optimization_recommendation', recommendation)).toEqual([
      ['PROPOSED', 'user:engineer.01', 'engineer'],
      ['EXPIRED', 'POLICY:EXPIRY', 'policy'],
    ]);
    expect(await historyOfRecord('production_constraint', constraint)).toEqual([
      ['ADDED', 'user:foreman.01', 'foreman'],
      ['EXPIRED', 'POLICY:EXPIRY', 'policy'],
    ]);
    const escalations = (await historyOfRecord('downtime_event', downtime)).filter(([kind]) => kind === 'ESCALATED');
    expect(escalations).toEqual([['ESCALATED', 'POLICY:DUE', 'policy']]);
    const query = `query ($r: ID!, $c: ID!, $d: ID!) { optimizationRecommendation(id: $r) { status }
      productionConstraint(id: $c) { status }
      downtimeEvent(id: $d) { approvals(first: 20) { nodes { status escalatedBy escalatedToRole } } } }`;
    const ids = { r: recommendation.id, c: constraint.id, d: downtime.id };
    expect(await ask('foreman.01', query, ids)).toMatchObject({
      optimizationRecommendation: { status: 'EXPIRED' },
      productionConstraint: { status: 'EXPIRED' },
    });
    const { downtimeEvent } = await ask('foreman.01', query, ids);
    expect(downtimeEvent.approvals.nodes).toContainEqual({
      status: 'PENDING',
      escalatedBy: 'POLICY:REVIEWED',
      escalatedToRole: 'admin',
    });
  });

  test('is written by the gateway itself while it runs', async () => {
    const constraint = await limit('2025-02-01T00:00:00Z', new Date('2025-03-01T00:00:00Z'));
    const stops = [1, 2].map(() => writeDue(copy({ DUE_SECONDS: '1' })));
    const status = async () =>
      (await ask('foreman.01', 'query ($id: ID!) { productionConstraint(id: $id) { status } }', { id: constraint.id }))
        .productionConstraint.status;
    while ((await status()) !== 'EXPIRED') await setTimeout(100);
    for (const stop of stops) await stop?.();
    expect(await historyOfRecord('production_constraint', constraint)).toHaveLength(2);
    expect(writeDue(copy({ DUE_SECONDS: '0' }))).toBeUndefined();
  }, 60_000);

  test('one of several copies has a turn', async () => {
    const turns = await Promise.all([1, 2, 3, 4].map(() => takeTurn(store, 'TEST', 7)));
    expect(turns.filter(Boolean)).toHaveLength(1);
    expect(await takeTurn(store, 'TEST', 8)).toBe(true);
  });

  test.runIf(hasServer)(
    'is written by a command too, which says how much',
    async () => {
      const engine = await serverEngine();
      try {
        await engine.asOwner((client) => migrate(client));
        const config = parseConfig({ POSTGRES_URL: engine.url ?? '' });
        const built = buildSchema(readSdl(SCHEMA_FOLDER), listLimitsOf(config));
        const said = await runCommand('ops:due', [], { HOST: '', PORT: 0, gateway: () => ({ config, ...built }) });
        expect(said).toBe('0 recommendations and 0 limits expired, 0 approvals were escalated.\n');
      } finally {
        await engine.close();
      }
    },
    120_000,
  );

  test('leaves records that their events lead to', async () => {
    const entities = ['optimization_recommendation', 'production_constraint', 'downtime_event', 'downtime_approval'];
    expect(await verify(store, entities)).toEqual([]);
  });
});
