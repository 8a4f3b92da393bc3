import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventStore } from '../../src/events/event-store.js';
import { historyOf } from '../../src/events/history.js';
import { verify } from '../../src/events/verify.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// Over HTTP, as people of the sample's made-up network: a foreman watches, engineers propose, an approver decides.

let gateway: RunningGateway;
let who: People;
let store: EventStore;
let wells: { id: string; idRec: string; unit: { idRec: string; currentFacility: { id: string } | null } }[];
let claims: Record<string, unknown>;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  if (!gateway.stores) throw new Error('no stores');
  store = new EventStore(gateway.stores.database);
  const { data } = await gateway.ask(
    '{ completions(first: 50) { nodes { id idRec unit { idRec currentFacility { id } } } } }',
    {},
    await who.as('foreman.01'),
  );
  wells = data.completions.nodes;
  claims = { units: wells.map(({ unit }) => unit.idRec) };
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

/** Engineers and approvers see what their token says: here the foreman's units. */
const headersOf = (person: string) => {
  const [role] = person.split('.');
  return who.as(person, role === 'foreman' || role === 'operator' ? {} : { role, ...claims });
};
const RECORDED = 'outcome userErrors { path code message } current { id } duplicates { id }';

/** Runs one command and answers its payload; `fields` are those of the record. */
async function run(person: string, command: string, input: object, fields = ''): Promise<any> {
  const name = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const type = STEPS.has(command) ? 'RecordStepInput' : name;
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { ${RECORDED} record { id rowId rowVersion status ${fields} } } }`;
  const answer = await gateway.ask(
    query,
    { input: { clientRequestId: randomUUID(), ...input } },
    await headersOf(person),
  );
  return answer.errors ? { errors: answer.errors } : answer.data[command];
}
const STEPS = new Set(['analyseSurveillanceEvent', 'closeSurveillanceEvent']);
const codes = ({ userErrors }: any) => userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`);
const kindsOf = async (entity: string, { rowId }: { rowId: string }) =>
  (await historyOf(store, entity, rowId)).map(({ kind }) => kind);

const seen = (well: number, more: object = {}) => ({
  completion: wells[well]?.id,
  eventType: 'RATE_DROP',
  detectedAt: '2025-01-10T06:00:00Z',
  detectionSource: 'RULE',
  rule: 'oil below its mean',
  severity: 'HIGH',
  metric: 'oil rate',
  observedValue: 8,
  expectedValue: 12,
  uom: 'BBL_PER_DAY',
  evidence: { days: ['2025-01-01', '2025-01-09'] },
  ...more,
});

describe('a surveillance event', () => {
  test('is raised once while it is open, and goes its way to its end', async () => {
    const fields = 'occurrences lastSeenAt observedValue evidence assignedTo closeReason';
    const first = await run('foreman.01', 'raiseSurveillanceEvent', seen(0), fields);
    expect(first).toMatchObject({ outcome: 'CREATED', record: { status: 'OPEN', occurrences: 1 } });
    const again = await run(
      'foreman.01',
      'raiseSurveillanceEvent',
      seen(0, { detectedAt: '2025-01-11T06:00:00Z', observedValue: 7 }),
      fields,
    );
    expect(again).toMatchObject({
      outcome: 'CREATED',
      record: {
        id: first.record.id,
        rowVersion: 2,
        occurrences: 2,
        observedValue: 7,
        lastSeenAt: '2025-01-11T06:00:00Z',
      },
    });
    const record = first.record.id;
    const early = await run('foreman.01', 'analyseSurveillanceEvent', { record });
    expect(codes(early)).toEqual(['record NOT_ALLOWED_NOW']);
    const known = await run('foreman.01', 'acknowledgeSurveillanceEvent', { record, assignedTo: 'pat' }, fields);
    expect(known).toMatchObject({ outcome: 'CREATED', record: { status: 'ACKNOWLEDGED', assignedTo: 'pat' } });
    const stale = await run('foreman.01', 'analyseSurveillanceEvent', { record, expectedVersion: 1 });
    expect(stale).toMatchObject({ outcome: 'CONFLICT', current: { id: record } });
    expect((await run('foreman.01', 'analyseSurveillanceEvent', { record })).record.status).toBe('IN_ANALYSIS');
    expect(codes(await run('foreman.01', 'closeSurveillanceEvent', { record }))).toEqual(['reason REQUIRED']);
    const closed = await run('foreman.01', 'closeSurveillanceEvent', { record, reason: 'metered wrongly' }, fields);
    expect(closed.record).toMatchObject({ status: 'CLOSED', closeReason: 'metered wrongly' });
    expect(await kindsOf('surveillance_event', first.record)).toEqual([
      'RAISED',
      'SEEN_AGAIN',
      'ACKNOWLEDGED',
      'IN_ANALYSIS',
      'CLOSED',
    ]);
    const anew = await run('foreman.01', 'raiseSurveillanceEvent', seen(0, { detectedAt: '2025-01-12T06:00:00Z' }));
    expect(anew.record.id).not.toBe(record);
  });

  test('that many raise at once is one', async () => {
    const raised = await Promise.all(
      [1, 2, 3, 4].map((hour) =>
        run('foreman.01', 'raiseSurveillanceEvent', seen(1, { detectedAt: `2025-01-10T0${hour}:00:00Z` })),
      ),
    );
    const made = raised.filter(({ outcome }) => outcome === 'CREATED');
    expect(new Set(made.map(({ record }) => record.id)).size).toBe(1);
    expect(await kindsOf('surveillance_event', made[0].record)).toHaveLength(made.length);
  });

  test('that is put aside keeps its rule silent', async () => {
    const { record } = await run('foreman.01', 'raiseSurveillanceEvent', seen(2));
    const mutedUntil = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const input = { record: record.id, reason: 'planned', mutedUntil };
    expect((await run('foreman.01', 'dismissSurveillanceEvent', input)).record.status).toBe('DISMISSED');
    const muted = await run('foreman.01', 'raiseSurveillanceEvent', seen(2, { detectedAt: '2025-02-01T00:00:00Z' }));
    expect(codes(muted)).toEqual(['rule NOT_ALLOWED_NOW']);
  });

  test('is about one thing, and is not there for who is on another route', async () => {
    const both = await run('foreman.01', 'raiseSurveillanceEvent', seen(3, { facility: wells[3]?.id }));
    expect(codes(both)).toEqual([' INCONSISTENT']);
    const { record } = await run('foreman.01', 'raiseSurveillanceEvent', seen(3));
    const theirs = { record: record.id, reason: 'not mine' };
    expect(codes(await run('foreman.03', 'closeSurveillanceEvent', theirs))).toEqual(['record NOT_FOUND']);
    const [error] = (await run('operator.01', 'closeSurveillanceEvent', theirs)).errors;
    expect(error.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('may be at a facility', async () => {
    const facility = wells[0]?.unit.currentFacility?.id;
    const raised = await run(
      'foreman.01',
      'raiseSurveillanceEvent',
      { ...seen(0), completion: null, facility },
      'facility { id } unitId',
    );
    expect(raised).toMatchObject({ outcome: 'CREATED', record: { facility: { id: facility }, unitId: null } });
  });
});

describe('a limit', () => {
  const limit = (more: object = {}) => ({
    completion: wells[4]?.id,
    constraintType: 'ALLOWABLE',
    product: 'OIL',
    limitValue: 100,
    limitUom: 'M3_PER_DAY',
    effectiveFrom: '2025-01-01T00:00:00Z',
    ...more,
  });

  test('is kept in field units, crosses no other, and is relieved', async () => {
    const fields = 'limitValue limitUom relievedReason effectiveTo audit { originalValues }';
    const { record } = await run('foreman.01', 'addConstraint', limit(), fields);
    expect(record).toMatchObject({
      limitUom: 'BBL_PER_DAY',
      status: 'ACTIVE',
      audit: { originalValues: { limit_value: { value: 100, uom: 'M3_PER_DAY' } } },
    });
    expect(record.limitValue).toBeCloseTo(628.981, 3);
    const least = limit({ limitDirection: 'MIN', limitValue: 700, limitUom: 'BBL_PER_DAY' });
    expect(codes(await run('foreman.01', 'addConstraint', least))).toEqual(['limitValue INCONSISTENT']);
    expect(codes(await run('foreman.01', 'addConstraint', limit()))).toEqual(['effectiveFrom ALREADY_EXISTS']);
    expect(codes(await run('foreman.01', 'addConstraint', limit({ limitUom: 'PSI' })))).toEqual([
      'limitUom INCONSISTENT',
    ]);
    const end = { record: record.id, reason: 'a larger pump', effectiveTo: '2025-02-01T00:00:00Z' };
    const relieved = await run('foreman.01', 'relieveConstraint', end, fields);
    expect(relieved.record).toMatchObject({ status: 'RELIEVED', effectiveTo: '2025-02-01T00:00:00Z' });
    expect((await run('foreman.01', 'addConstraint', least)).outcome).toBe('CREATED');
  });
});

test('records are what their events come to', async () => {
  expect(await verify(store, ['surveillance_event', 'production_constraint'])).toEqual([]);
});
