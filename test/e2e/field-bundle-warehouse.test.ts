import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { startOnSnowflake, type WarehouseGateway } from '../support/snowflake/gateway.js';

// A bundle out of a warehouse: what has not changed there is not asked for again.

const KINDS = ['ROUTE', 'FACILITY', 'UNIT', 'COMPLETION', 'TANK', 'GAS_METER', 'LIQUID_METER'];
const QUERY = `query ($route: ID!, $since: String) { fieldBundle(route: $route, since: $since, kinds: [${KINDS}]) {
  cursor complete changes { kind deleted unit { unitName } completion { label } tank { product } gasMeter { meterName } } } }`;
const route = globalId({ type: 'Route', key: [{ name: 'id_rec' }] } as never, { id_rec: 'R1' });

let gateway: WarehouseGateway;
beforeAll(async () => {
  gateway = await startOnSnowflake(writeFolder(aField({ units: 10 })), { CHANGES_SECONDS: '1' });
});
afterAll(() => gateway.close());

const bundle = async (since?: string) => {
  const { data, errors } = await gateway.ask(QUERY, { route, since });
  expect(errors).toBeUndefined();
  return data.fieldBundle;
};

test('a delta where nothing changed costs no statement; after a change of one view that view is read', async () => {
  const first = await bundle();
  expect(first).toMatchObject({ complete: true });
  expect(first.changes.length).toBeGreaterThan(50);
  const nothing = async () => expect(await bundle(first.cursor)).toMatchObject({ changes: [], complete: true });
  // Views that are held in memory are there when they are first asked for, or soon after.
  await expect.poll(() => nothing().then(() => gateway.spent()), { timeout: 20_000 }).toBe(0);
  gateway.read();
  gateway.double.changes.bump('stg_prodview__tanks');
  // Of the tanks, those whose unit is on the route: no other kind is asked for again.
  await expect
    .poll(() => nothing().then(() => gateway.read()), { timeout: 20_000 })
    .toEqual(['stg_prodview__routes', 'stg_prodview__tanks', 'stg_prodview__units']);
  await nothing();
  expect(gateway.read()).toEqual([]);
  expect(gateway.double.statements.refused).toEqual([]);
});
