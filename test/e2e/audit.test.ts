import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { AUDIENCE, ISSUER, signingKey, tokenOf } from '../support/issuer.js';
import { jsonFile } from '../support/json-file.js';
import { socketClient } from '../support/live.js';
import { withTicks } from '../support/ticks.js';

const key = await signingKey('one', 'ES256');
const AUTH = { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_KEYS_FILE: jsonFile({ keys: [key.publicJwk] }) };
const as = async (role: string) => ({ authorization: `Bearer ${await tokenOf(key, { sub: `${role}.01`, role })}` });

const NAMES = 'query Names { networks { nodes { audit { createdBy syncedAt } } } }';
const ENTRIES =
  '{ auditEntries { totalCount nodes { auditEntryId id at actor role requestId operationName action fields rowCount } } }';

describe('the audit', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ env: AUTH, maps: true, extended: withTicks });
  });
  afterAll(() => gateway.close());

  const entries = async (): Promise<any[]> => {
    await gateway.audited();
    const { data, errors } = await gateway.ask(ENTRIES, {}, await as('admin'));
    expect(errors).toBeUndefined();
    return data.auditEntries.nodes;
  };

  test('tells who was shown personal data in clear, of what, and how much', async () => {
    const answer = await gateway.ask(NAMES, {}, { ...(await as('approver')), 'x-request-id': 'mine' });
    const [entry, ...others] = await entries();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      auditEntryId: '1',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      actor: 'user:approver.01',
      role: 'approver',
      requestId: 'mine',
      operationName: 'Names',
      action: 'READ_PERSONAL',
      fields: 'Network.audit.createdBy',
      rowCount: answer.data.networks.nodes.length,
    });
  });

  test('is silent where nothing was shown in clear, or nothing was answered', async () => {
    await gateway.ask(NAMES, {}, await as('engineer'));
    await gateway.ask('{ networks { nodes { audit { syncedAt } } } }', {}, await as('approver'));
    await gateway.ask('{ networks { nodes { audit { createdBy nope } } } }', {}, await as('approver'));
    await gateway.ask(
      'query ($n: Int!) { networks(first: $n) { nodes { audit { createdBy } } } }',
      {},
      await as('approver'),
    );
    expect(await entries()).toHaveLength(1);
  });

  test('holds over a socket too', async () => {
    const { client, ask } = socketClient(gateway.url, await as('approver'));
    await ask(NAMES);
    await client.dispose();
    expect((await entries())[0]).toMatchObject({ actor: 'user:approver.01', fields: 'Network.audit.createdBy' });
  });

  test('has an entry an event of a subscription', async () => {
    const before = (await entries()).length;
    const { client } = socketClient(gateway.url, await as('approver'));
    const query = 'subscription Told { counted(to: 2) { networks { nodes { audit { createdBy } } } } }';
    for await (const { errors } of client.iterate({ query })) expect(errors).toBeUndefined();
    await client.dispose();
    const [last, ...others] = await entries();
    expect(others.length + 1 - before).toBe(2);
    expect(last).toMatchObject({ operationName: 'Told', action: 'READ_PERSONAL' });
  });

  test.each(['viewer', 'foreman', 'engineer', 'approver'])('is closed to a %s, whichever way', async (role) => {
    const [{ id }] = await entries();
    const asked = [
      '{ auditEntries { nodes { actor } } }',
      '{ auditEntries { totalCount } }',
      '{ auditEntries { groups(by: [ACTOR]) { count } } }',
      `{ node(id: "${id}") { ... on AuditEntry { actor } } }`,
    ];
    for (const query of asked) {
      const { data, errors } = await gateway.ask(query, {}, await as(role));
      expect(JSON.stringify(data), query).not.toContain('user:');
      expect(errors?.[0]?.extensions.code, query).toBe('FORBIDDEN');
    }
  });

  test('an admin finds an entry by its id, by who it was and by day', async () => {
    const [{ id, requestId, at }] = await entries();
    const query = `query ($id: ID!, $day: DateTime) {
      node(id: $id) { ... on AuditEntry { requestId } }
      auditEntries(first: 1, where: { actor: { eq: "user:approver.01" }, at: { gte: $day } }) { nodes { role } }
    }`;
    const { data, errors } = await gateway.ask(query, { id, day: `${at.slice(0, 10)}T00:00:00Z` }, await as('admin'));
    expect(errors).toBeUndefined();
    expect(data.node.requestId).toBe(requestId);
    expect(data.auditEntries.nodes).toEqual([{ role: 'approver' }]);
  });

  test('tells who exported what, and how many rows', async () => {
    const { url } = gateway;
    const before = (await entries()).length;
    const headers = { 'content-type': 'application/json', 'x-request-id': 'a-file', ...(await as('approver')) };
    const file = await fetch(`${url}/export?format=csv`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: NAMES }),
    });
    const rows = (await file.text()).trimEnd().split('\r\n').length - 1;
    const told = (await entries()).filter(({ requestId }) => requestId === 'a-file');
    expect(told).toHaveLength((await entries()).length - before);
    const entry = { actor: 'user:approver.01', role: 'approver', operationName: 'Names', rowCount: rows };
    expect(told).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...entry,
          action: 'EXPORT',
          fields: 'Network.audit.createdBy, Network.audit.syncedAt',
        }),
        expect.objectContaining({ ...entry, action: 'READ_PERSONAL', fields: 'Network.audit.createdBy' }),
      ]),
    );
  });
});

test('who needs no token on this machine sees no audit', async () => {
  const gateway = await startGateway({});
  const { errors } = await gateway.ask('{ auditEntries { totalCount } }');
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  await gateway.close();
});

test('an answer does not depend on its audit: a store that fails, and one that hangs', async () => {
  for (const append of [() => Promise.reject(new Error('down')), () => new Promise<void>(() => {})]) {
    const gateway = await startGateway({ env: AUTH, auditStore: { append } });
    const { status, errors } = await gateway.ask(NAMES, {}, await as('approver'));
    expect([status, errors]).toEqual([200, undefined]);
    await gateway.close();
  }
});
