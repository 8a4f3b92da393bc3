import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';

const [foreman, gis] = [newApiKey('ann', 'foreman'), newApiKey('gis', 'gis')];
const as = ({ key }: { readonly key: string }) => ({ 'x-api-key': key });

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ env: { API_KEYS_FILE: jsonFile([foreman.entry, gis.entry]) } });
});
afterAll(() => gateway.close());

describe('the schema is shown by role', () => {
  const SCHEMA = [
    '{ __schema { types { name } } }',
    'query { ...T } fragment T on Query { __type(name: "Unit") { name } }',
  ];

  test.each(SCHEMA)('%s', async (query) => {
    const refused = await gateway.ask(query, {}, as(foreman));
    expect([refused.status, refused.data]).toEqual([403, undefined]);
    expect(refused.errors).toMatchObject([
      { message: 'This needs the permission introspect', extensions: { code: 'FORBIDDEN', retryable: false } },
    ]);
    expect((await gateway.ask(query, {}, as(gis))).status).toBe(200);
    expect((await gateway.ask('{ units(first: 1) { nodes { __typename } } }', {}, as(foreman))).status).toBe(200);
  });

  test.each([
    ['a field', '{ unit { unitNam } }', {}],
    ['an argument', '{ units(frist: 1) { totalCount } }', {}],
    ['a type', '{ ... on Quary { __typename } }', {}],
    ['an enum', '{ units(orderBy: [UNIT_NAM_ASC]) { totalCount } }', {}],
    ['a variable', 'query Q($by: [UnitOrder!]) { units(orderBy: $by) { totalCount } }', { by: ['UNIT_NAM_ASC'] }],
  ])('and so is what else %s may have meant', async (_, query, variables) => {
    const told = async (who: { key: string }) => JSON.stringify((await gateway.ask(query, variables, as(who))).errors);
    expect(await told(gis)).toContain('Did you mean');
    expect(await told(foreman)).toContain('requestId');
    expect(await told(foreman)).not.toContain('Did you mean');
  });
});
