import { afterAll, beforeAll, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { SourceUnavailable } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';

// Over HTTP, by role: who sees names, who sees pseudonyms, who sees neither; and that no line of the log has one.

const keys = Object.fromEntries(
  (['viewer', 'engineer', 'approver', 'admin'] as const).map((role) => [role, newApiKey(role, role)]),
);
const entries = Object.entries(keys).map(([role, { entry }]) =>
  role === 'admin' ? entry : { ...entry, scope: { networks: ['N1'] } },
);
const ROUTE = {
  id_rec: 'R1',
  id_flownet: 'N1',
  route_name: 'Pat Doe North',
  foreman: 'Sam Roe',
  created_by: 'pat.doe',
};
const UNIT = { id_rec: 'U1', id_flownet: 'N1', current_route_id: 'R1', unit_name: 'Alpha', comments: 'Ask Pat Doe' };
const folder = () =>
  writeFolder({
    stg_prodview__routes: [ROUTE],
    stg_prodview__units: [{ ...UNIT, created_by: 'PAT.DOE', modified_by: 'sam.roe', route: 'Pat Doe North' }],
  });
const SECRET = 'a secret of this test, 32 or more';
const QUERY = `{ routes { nodes { routeName foreman audit { createdBy } units { nodes {
  unitName comments route audit { createdBy modifiedBy } } } } } }`;

let down = false;
let gateway: RunningGateway;
const around = (source: RowSource): RowSource => ({
  ...source,
  select: (selection, signal) =>
    down
      ? Promise.reject(new SourceUnavailable('PRODVIEW', new Error('connection reset')))
      : source.select(selection, signal),
});
const start = () =>
  startGateway({
    folder: folder(),
    around,
    env: { API_KEYS_FILE: jsonFile(entries), PSEUDONYM_SECRET: SECRET, LOG_LEVEL: 'debug' },
  });
beforeAll(async () => {
  gateway = await start();
});
afterAll(() => gateway.close());

const as = (role: string, query = QUERY, variables = {}) =>
  gateway.ask(query, variables, { 'x-api-key': keys[role]?.key ?? '' });
const PEOPLE = /pat[ .]doe|sam[ .]roe/i;

test.each(['approver', 'admin'])('%s sees names', async (role) => {
  const { data, errors } = await as(role);
  expect(errors).toBeUndefined();
  expect(data.routes.nodes[0]).toMatchObject({
    routeName: 'Pat Doe North',
    foreman: 'Sam Roe',
    audit: { createdBy: 'pat.doe' },
    units: { nodes: [{ comments: 'Ask Pat Doe', audit: { createdBy: 'PAT.DOE' } }] },
  });
});

test('an engineer sees who is the same person, and not who it is', async () => {
  const { data, errors } = await as('engineer');
  expect(errors).toBeUndefined();
  expect(JSON.stringify(data)).not.toMatch(PEOPLE);
  const [route] = data.routes.nodes;
  const [unit] = route.units.nodes;
  expect(route.audit.createdBy).toMatch(/^person-/);
  expect(unit.audit.createdBy).toBe(route.audit.createdBy);
  expect(unit.audit.modifiedBy).not.toBe(unit.audit.createdBy);
  expect(unit.route).toBe(route.routeName);
  expect(unit).toMatchObject({ unitName: 'Alpha', comments: null });
});

test('a viewer sees neither', async () => {
  const { data, errors } = await as('viewer');
  expect(errors).toBeUndefined();
  const unit = { unitName: 'Alpha', comments: null, route: null, audit: { createdBy: null, modifiedBy: null } };
  expect(data.routes.nodes).toEqual([
    { routeName: null, foreman: null, audit: { createdBy: null }, units: { nodes: [unit] } },
  ]);
});

test('whoever may not see a name cannot ask for it either, and is told which argument it was', async () => {
  const query = 'query ($who: String!) { units(where: { audit: { createdBy: { eq: $who } } }) { totalCount } }';
  for (const role of ['engineer', 'viewer']) {
    const { data, errors } = await as(role, query, { who: 'pat.doe' });
    expect(data.units).toEqual({ totalCount: null });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      retryable: false,
      argument: 'where.audit.createdBy',
    });
    expect(JSON.stringify(errors)).not.toMatch(PEOPLE);
  }
  expect((await as('approver', query, { who: 'PAT.DOE' })).data.units.totalCount).toBe(1);
});

test('the same secret gives the same pseudonyms after a restart', async () => {
  const before = (await as('engineer')).data;
  await gateway.close();
  gateway = await start();
  expect((await as('engineer')).data).toEqual(before);
});

test('no line of the log has a name, nor has an error, whoever asked and whatever went wrong', async () => {
  const query = 'query ($who: String!) { units(where: { audit: { createdBy: { eq: $who } } }) { nodes { comments } } }';
  gateway.logged.splice(0);
  for (const role of ['approver', 'admin', 'engineer']) {
    down = false;
    await as(role);
    await as(role, query, { who: 'PAT.DOE' });
    down = true;
    const { errors } = await as(role, query, { who: 'PAT.DOE' });
    expect(JSON.stringify(errors)).not.toMatch(PEOPLE);
  }
  down = false;
  expect(gateway.logged.length).toBeGreaterThan(5);
  expect(gateway.logged.filter((line) => PEOPLE.test(line))).toEqual([]);
});
