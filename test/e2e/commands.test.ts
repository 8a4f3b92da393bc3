import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../../src/events/verify.js';
import { EventStore } from '../../src/events/event-store.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// Over HTTP, as people of the sample's made-up network, which has routes with users. Its days up to 1 November 2024 are closed.

let gateway: RunningGateway;
let who: People;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({ maps: true, env: who.env });
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const ERRORS = 'outcome userErrors { path code message } warnings { path code }';
const RECORD = `mutation ($input: RecordDailyProductionInput!) { recordDailyProduction(input: $input) { ${ERRORS} readToken
  record { id rowId rowVersion productionDate oilVolumeBbl gasVolumeMcf amendmentSeqNo completion { idRec } unit { unitName }
    audit { rowCreatedBy rowQuality clientRequestId activeInd } } current { id oilVolumeBbl } } }`;

const ask = async (person: string, query: string, input: object, headers: object = {}) => {
  const answer = await gateway.ask(query, { input }, { ...(await who.as(person)), ...headers });
  expect(answer.errors).toBeUndefined();
  return Object.values<any>(answer.data)[0];
};
const id = () => ({ clientRequestId: randomUUID() });

/** Completions on the person's route, by their global ids. */
async function completionsOf(person: string): Promise<string[]> {
  const { data } = await gateway.ask('{ completions(first: 50) { nodes { id } } }', {}, await who.as(person));
  return data.completions.nodes.map((node: any) => node.id);
}

describe('a production day', () => {
  test('is written, read back with its links, and told again', async () => {
    const [completion] = await completionsOf('operator.01');
    const input = {
      ...id(),
      completion,
      productionDate: '2024-12-05',
      oilVolumeBbl: 12.5,
      gasVolumeMcf: null,
      hoursOn: 24,
    };
    const first = await ask('operator.01', RECORD, input);
    expect(first).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    expect(first.record).toMatchObject({
      rowVersion: 1,
      oilVolumeBbl: 12.5,
      gasVolumeMcf: null,
      audit: { rowCreatedBy: 'user:operator.01', clientRequestId: input.clientRequestId, activeInd: 'Y' },
    });
    expect(first.record.completion.idRec).toEqual(expect.any(String));
    const again = await ask('operator.01', RECORD, input);
    expect(again).toEqual({ ...first, outcome: 'REPLAYED' });
    const other = await ask('operator.01', RECORD, { ...input, oilVolumeBbl: 13 });
    expect(other).toMatchObject({ outcome: 'INVALID', record: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
    const twice = await ask('operator.01', RECORD, { ...input, ...id() });
    expect(twice).toMatchObject({ outcome: 'CONFLICT', userErrors: [{ code: 'ALREADY_EXISTS' }] });
    expect(twice.current).toEqual({ id: first.record.id, oilVolumeBbl: 12.5 });
  });
});
