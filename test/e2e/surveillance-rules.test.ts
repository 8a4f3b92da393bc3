import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayAfter, localDay } from '../../src/days/local-day.js';
import { EventStore } from '../../src/events/event-store.js';
import { verify } from '../../src/events/verify.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// Over HTTP, on the sample's made-up network: days that the field reports after ProdView's last ones.

const ZONE = 'America/Chicago';
let gateway: RunningGateway;
let who: People;
let everyWell = 0;
let wells: {
  id: string;
  idRec: string;
  unit: { timezone: string | null; currentRoute: { id: string }; currentFacility: { id: string } | null };
}[];
/** ProdView's last day, and the mean oil of its days that were not down, by well. */
let newest: string;
const means = new Map<string, number>();

beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  const { nodes } = (await ask(WELLS, {})).completions;
  everyWell = nodes.length;
  const days = ({ dailyAllocations }: any) => dailyAllocations.nodes;
  newest = nodes
    .map((well: any) => days(well)[0]?.allocationDate ?? '')
    .sort()
    .at(-1);
  wells = nodes.filter((well: any) => days(well).length === 90 && days(well)[0].allocationDate === newest);
  for (const well of wells) {
    const up = days(well).filter(({ downtimeHours }: any) => !downtimeHours);
    means.set(well.id, up.reduce((sum: number, { allocated }: any) => sum + (allocated.oilBbl ?? 0), 0) / up.length);
  }
  wells = wells.filter(({ id }) => (means.get(id) ?? 0) > 1);
  expect(wells.length).toBeGreaterThan(3);
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const WELLS = `{ completions(first: 50) { nodes { id idRec unit { timezone currentRoute { id } currentFacility { id } }
  dailyAllocations(first: 90) { nodes { allocationDate downtimeHours allocated { oilBbl } } } } } }`;

async function ask(query: string, variables: object, person = 'foreman.01'): Promise<any> {
  const answer = await gateway.ask(query, variables, await who.as(person));
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}
const wellAt = (n: number) => wells[n]?.id ?? '';
const SAID = 'outcome userErrors { path code message }';
const SEEN = `id rowId status rule severity metric observedValue expectedValue threshold uom occurrences lastSeenAt detectedAt
  detectionSource evidence completion { id } facility { id }`;
const RUN = `mutation ($input: RunSurveillanceRulesInput!) { runSurveillanceRules(input: $input) { ${SAID} record {
  id lastDay limits completions facilities judged notJudged raised seenAgain alreadyKnown muted events { nodes { ${SEEN} } } } } }`;

const run = async (input: object, person = 'foreman.01') =>
  (await ask(RUN, { input: { clientRequestId: randomUUID(), ...input } }, person)).runSurveillanceRules;
/** One command; `type` is its input. */
async function write(command: string, type: string, input: object, fields = 'id'): Promise<any> {
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { ${SAID} record { ${fields} } } }`;
  const answer = (await ask(query, { input: { clientRequestId: randomUUID(), ...input } }))[command];
  expect(answer).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  return answer.record;
}
const reject = async (record: string) => {
  const query = 'mutation ($input: ReviewRecordInput!) { reviewRecord(input: $input) { outcome } }';
  const input = { clientRequestId: randomUUID(), record, quality: 'REJECTED', remark: 'of another well' };
  const answer = await gateway.ask(query, { input }, await who.as('office.01', { role: 'admin' }));
  expect(answer.data.reviewRecord).toEqual({ outcome: 'CREATED' });
};
const report = (well: number, day: string, more: object) =>
  write('recordDailyProduction', 'RecordDailyProductionInput', {
    completion: wellAt(well),
    productionDate: day,
    volumeMethod: 'MEASURED',
    hoursOn: 24,
    gasVolumeMcf: 1,
    waterVolumeBbl: 1,
    ...more,
  });
const endOf = (day: string) => localDay(ZONE, day).end.toISOString().replace('.000Z', 'Z');
const codes = ({ userErrors }: any) => userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`);

describe('the rules of surveillance', () => {
  test('raise an event of a shortfall, say why, count once a day, and keep silent when told', async () => {
    const [first, second] = [dayAfter(newest, 1), dayAfter(newest, 2)];
    const mean = means.get(wellAt(0)) ?? 0;
    await report(0, first, { oilVolumeBbl: mean * 0.7 });
    const clientRequestId = randomUUID();
    const input = { completions: [wellAt(0)], asOf: first, clientRequestId };
    const raised = await run(input);
    expect(raised).toMatchObject({
      outcome: 'CREATED',
      record: { lastDay: first, completions: 1, judged: 3, raised: 1, seenAgain: 0, limits: { oilBelowMeanPct: 10 } },
    });
    const [event] = raised.record.events.nodes;
    expect(event).toMatchObject({
      rule: 'OIL_BELOW_MEAN',
      detectionSource: 'RULE',
      status: 'OPEN',
      severity: 'HIGH',
      metric: 'OIL_RATE',
      uom: 'BBL_PER_DAY',
      occurrences: 1,
      detectedAt: endOf(first),
      completion: { id: wellAt(0) },
      evidence: { day: first },
    });
    expect(event.expectedValue).toBeCloseTo(mean, 3);
    expect(event.threshold).toBeCloseTo(mean * 0.9, 3);
    const again = await run(input);
    expect(again).toMatchObject({ outcome: 'REPLAYED', record: { id: raised.record.id, raised: 1 } });
    const known = await run({ ...input, clientRequestId: randomUUID() });
    expect(known.record).toMatchObject({ raised: 0, seenAgain: 0, alreadyKnown: 1, events: { nodes: [] } });
    await report(0, second, { oilVolumeBbl: mean * 0.8 });
    const counted = await run({ completions: [wellAt(0)], asOf: second });
    expect(counted.record).toMatchObject({ raised: 0, seenAgain: 1 });
    expect(counted.record.events.nodes).toMatchObject([
      { id: event.id, occurrences: 2, severity: 'MEDIUM', lastSeenAt: endOf(second), detectedAt: endOf(first) },
    ]);
    const mutedUntil = new Date(Date.now() + 86_400_000).toISOString();
    const dismissal = { record: event.id, reason: 'a test', mutedUntil };
    await write('dismissSurveillanceEvent', 'DismissSurveillanceEventInput', dismissal);
    const third = dayAfter(newest, 3);
    await report(0, third, { oilVolumeBbl: mean * 0.1 });
    expect((await run({ completions: [wellAt(0)], asOf: third })).record).toMatchObject({ raised: 0, muted: 1 });
  });

  test('take other limits for one run, and refuse those that cross', async () => {
    const day = dayAfter(newest, 2);
    await report(3, day, { oilVolumeBbl: (means.get(wellAt(3)) ?? 0) * 0.7 });
    const input = { completions: [wellAt(3)], asOf: day };
    const limits = { oilBelowMeanPct: 40, oilBelowMeanHighPct: 50 };
    expect((await run({ ...input, limits })).record).toMatchObject({ raised: 0, judged: 3, limits });
    expect(codes(await run({ ...input, limits: { oilBelowMeanPct: 40 } }))).toEqual([
      'limits.oilBelowMeanHighPct INCONSISTENT',
    ]);
  });

  test('do not call a day with downtime a shortfall, approved or not', async () => {
    const day = dayAfter(newest, 1);
    const { start } = localDay(ZONE, day);
    const times = {
      startedAt: new Date(start.getTime() + 3_600_000).toISOString(),
      endedAt: new Date(start.getTime() + 4 * 3_600_000).toISOString(),
    };
    await write('startDowntime', 'StartDowntimeInput', { completion: wellAt(2), ...times });
    await report(2, day, { oilVolumeBbl: 0.1, gasVolumeMcf: 0.01, waterVolumeBbl: 0.01, hoursOn: 21 });
    expect((await run({ completions: [wellAt(2)], asOf: day })).record).toMatchObject({ raised: 0, notJudged: 1 });
  });

  test('hold a limit that is set against a whole local day', async () => {
    const day = dayAfter(newest, 1);
    const mean = means.get(wellAt(3)) ?? 0;
    await report(3, day, { oilVolumeBbl: mean });
    const limit = {
      completion: wellAt(3),
      constraintType: 'ALLOWABLE',
      product: 'OIL',
      limitValue: mean * 0.95,
      limitUom: 'BBL_PER_DAY',
      effectiveFrom: '2024-01-01T00:00:00Z',
    };
    const { rowId } = await write('addConstraint', 'AddConstraintInput', limit, 'rowId');
    const { record } = await run({ completions: [wellAt(3)], asOf: day });
    expect(record).toMatchObject({ raised: 1, judged: 4 });
    expect(record.events.nodes).toMatchObject([
      {
        rule: `CONSTRAINT:${rowId}`,
        metric: 'ALLOWABLE_OIL',
        uom: 'BBL_PER_DAY',
        evidence: { constraint: rowId, day, limitDirection: 'MAX' },
      },
    ]);
    expect(record.events.nodes[0].threshold).toBeCloseTo(mean * 0.95, 3);
  });

  test('hold a limit that was relieved since against the days on which it held, and none that never held or was rejected', async () => {
    const day = dayAfter(newest, 1);
    const mean = means.get(wellAt(1)) ?? 0;
    await report(1, day, { oilVolumeBbl: mean });
    const limit = { completion: wellAt(1), product: 'OIL', limitValue: mean * 0.95, limitUom: 'BBL_PER_DAY' };
    const relieved = async (constraintType: string, effectiveFrom: string) => {
      const given = { ...limit, constraintType, effectiveFrom };
      const { id, rowId } = await write('addConstraint', 'AddConstraintInput', given, 'id rowId');
      await write('relieveConstraint', 'RelieveConstraintInput', { record: id, reason: 'a larger pump' });
      return rowId;
    };
    const held = await relieved('ALLOWABLE', '2024-01-01T00:00:00Z');
    await relieved('EQUIPMENT', new Date(Date.now() + 86_400_000).toISOString());
    const wrong = { ...limit, constraintType: 'SAFETY', effectiveFrom: '2024-01-01T00:00:00Z' };
    await reject((await write('addConstraint', 'AddConstraintInput', wrong)).id);
    const { record } = await run({ completions: [wellAt(1)], asOf: day });
    expect(record.raised).toBe(1);
    // Three rules and the limit that held.
    expect(record.judged + record.notJudged).toBe(4);
    expect(record.events.nodes).toMatchObject([{ rule: `CONSTRAINT:${held}`, evidence: { day } }]);
  });

  test('hold a limit of a facility against what it produced and what it sent out', async () => {
    const day = dayAfter(newest, 1);
    const facility = wells[0]?.unit.currentFacility?.id ?? '';
    const limit = { facility, limitUom: 'BBL_PER_DAY', effectiveFrom: '2024-01-01T00:00:00Z' };
    const water = { ...limit, constraintType: 'WATER_DISPOSAL', product: 'WATER', limitValue: 10 };
    const { rowId } = await write('addConstraint', 'AddConstraintInput', water, 'rowId');
    const oil = { ...limit, constraintType: 'FACILITY_CAPACITY', product: 'OIL', limitValue: 1_000_000 };
    await write('addConstraint', 'AddConstraintInput', oil, 'rowId');
    await write('recordFacilityProduction', 'RecordFacilityProductionInput', {
      facility,
      productionDate: day,
      volumeMethod: 'MEASURED',
      oilVolumeBbl: 100,
      waterVolumeBbl: 5,
      dispositionsWaterBbl: 12,
    });
    const route = wells[0]?.unit.currentRoute.id;
    const { record } = await run({ route, asOf: day });
    expect(record.facilities).toBeGreaterThan(0);
    const events = record.events.nodes.filter((event: any) => event.facility?.id === facility);
    expect(events).toMatchObject([
      { rule: `CONSTRAINT:${rowId}`, observedValue: 12, threshold: 10, completion: null, severity: 'MEDIUM' },
    ]);
  });

  test('look at a whole route with no more statements than at one completion', async () => {
    const route = wells[0]?.unit.currentRoute.id;
    const counted = async (input: object) => {
      gateway.prodview.statements();
      gateway.ops?.statements();
      const { record } = await run({ asOf: newest, ...input });
      return {
        of: record.completions,
        prodview: gateway.prodview.statements().length,
        ops: gateway.ops?.statements().length,
      };
    };
    await counted({ route });
    const whole = await counted({ route });
    const one = await counted({ completions: [wellAt(3)] });
    expect(whole.of).toBe(everyWell);
    expect(one.of).toBe(1);
    // The limits, the events and the days of the route's facilities; and the route itself.
    expect(whole.ops).toBeLessThanOrEqual((one.ops ?? 0) + 3);
    expect(whole.prodview).toBeLessThanOrEqual(one.prodview + 2);
    expect(whole.prodview).toBeLessThanOrEqual(7);
  });

  test('several runs at once raise an event once', async () => {
    const day = dayAfter(newest, 4);
    await report(3, day, { oilVolumeBbl: (means.get(wellAt(3)) ?? 0) * 0.5 });
    const runs = await Promise.all([1, 2, 3].map(() => run({ completions: [wellAt(3)], asOf: day })));
    expect(runs.map(({ record }) => record.raised).sort()).toEqual([0, 0, 1]);
    expect(runs.map(({ record }) => record.alreadyKnown).sort()).toEqual([0, 1, 1]);
  });

  test.each([
    ['by hand', { detectionSource: 'OPERATOR' }],
    ['by another engine', { detectionSource: 'RULE', rule: 'RATE_DROP_OF_THEIRS' }],
  ])('know an event of the kind and moment that was raised %s, and raise the others', async (_, source) => {
    const day = dayAfter(newest, 'rule' in source ? 6 : 5);
    for (const well of [2, 3]) await report(well, day, { oilVolumeBbl: (means.get(wellAt(well)) ?? 0) * 0.5 });
    const told = { completion: wellAt(2), eventType: 'RATE_DROP', detectedAt: endOf(day), severity: 'LOW', ...source };
    await write('raiseSurveillanceEvent', 'RaiseSurveillanceEventInput', { ...told, description: 'seen' });
    const both = await run({ completions: [wellAt(2), wellAt(3)], asOf: day });
    expect(both).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    expect(both.record.alreadyKnown).toBe(1);
    expect(both.record.raised + both.record.seenAgain).toBeGreaterThan(0);
  });

  test('are for who may write there, of one route or of completions', async () => {
    const theirs = await run({ completions: [wellAt(0)], asOf: newest }, 'foreman.03');
    expect(codes(theirs)).toEqual(['completions.0 NOT_FOUND']);
    const route = wells[0]?.unit.currentRoute.id;
    expect(codes(await run({ route, asOf: newest }, 'foreman.03'))).toEqual(['route NOT_FOUND']);
    expect(codes(await run({ asOf: newest }))).toEqual([' INCONSISTENT']);
    expect(codes(await run({ route: wellAt(0), asOf: newest }))).toEqual(['route NOT_FOUND']);
    expect(codes(await run({ completions: ['nonsense'], asOf: newest }))).toEqual(['completions.0 MALFORMED']);
    const { errors } = await gateway.ask(
      RUN,
      { input: { clientRequestId: randomUUID(), route, asOf: newest } },
      await who.as('operator.01'),
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('leave records that their events lead to', async () => {
    if (!gateway.stores) throw new Error('no stores');
    const store = new EventStore(gateway.stores.database);
    expect(await verify(store, ['surveillance_event', 'surveillance_run'])).toEqual([]);
  });
});
