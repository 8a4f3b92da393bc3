import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// A copy of the gateway whose clock is wrong answers as all others do: what is now, the operations' database says.

let gateway: RunningGateway;
let who: People;
const begun = new Date(Date.now() - 36 * 3_600_000).toISOString();
const far = new Date(Date.now() + 30 * 86_400_000).toISOString();
const day = (moment: string) => moment.slice(0, 10);
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
}, 120_000);
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const ask = async (query: string, variables: object = {}) => {
  const answer = await gateway.ask(query, variables, await who.as('operator.01'));
  expect(answer.errors).toBeUndefined();
  return answer.data;
};

const OPEN = `query ($id: ID!, $route: ID!, $from: Date!, $to: Date!, $begun: DateTime!, $far: DateTime!) {
  completion(id: $id) {
    mergedDowntimes(from: $from, to: $to, first: 1) { nodes { unapprovedHours } }
    recordedDowntimeEvents(first: 1, where: { endedAt: { isNull: true } }) { nodes { hoursByDay { day hours } } }
    reliability(from: $begun, until: $far) { availabilityPct }
  }
  fieldBundle(route: $route, first: 1, kinds: [UNIT]) { serverTime }
}`;

test('hours of what goes on, and the time of an answer, are by the database’s clock', async () => {
  const { routes } = await ask(
    '{ routes(first: 1) { nodes { id units(first: 1) { nodes { completions(first: 1) { nodes { id } } } } } } }',
  );
  const route = routes.nodes[0].id;
  const id = routes.nodes[0].units.nodes[0].completions.nodes[0].id;
  const input = { clientRequestId: randomUUID(), completion: id, startedAt: begun, force: true };
  const { startDowntime } = await ask(
    'mutation ($input: StartDowntimeInput!) { startDowntime(input: $input) { outcome } }',
    { input },
  );
  expect(startDowntime.outcome).toBe('CREATED');
  const asked = { id, route, from: day(begun), to: day(far), begun, far };
  const hoursOf = ({ completion }: any) => [
    completion.mergedDowntimes.nodes[0].unapprovedHours,
    completion.recordedDowntimeEvents.nodes[0].hoursByDay.reduce((sum: number, { hours }: any) => sum + hours, 0),
  ];
  const real = await ask(OPEN, asked);
  for (const hours of hoursOf(real)) expect(hours).toBeCloseTo(36, 1);
  for (const off of [-20, 20]) {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off * 86_400_000 });
    const told = await ask(OPEN, asked);
    vi.useRealTimers();
    for (const hours of hoursOf(told)) expect(hours).toBeCloseTo(36, 1);
    expect(told.completion.reliability.availabilityPct).toBeCloseTo(real.completion.reliability.availabilityPct, 1);
    expect(Math.abs(Date.parse(told.fieldBundle.serverTime) - Date.now())).toBeLessThan(60_000);
  }
});
