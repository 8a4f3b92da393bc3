import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOnSnowflake, type WarehouseGateway } from '../support/snowflake/gateway.js';
import { SAMPLE_FOLDER } from '../support/sdl.js';

// The morning report over a warehouse. Operations are not served here: their part of it is an error, ProdView's is read.

let gateway: WarehouseGateway;
beforeAll(async () => {
  gateway = await startOnSnowflake(SAMPLE_FOLDER, { RESIDENT_VIEWS: 'none' });
}, 120_000);
afterAll(() => gateway?.close());

const VARIANCE = '{ baseBoe components { category deltaBoe wells { completion { label } } } residualBoe }';
const REPORT = `query ($route: ID!, $day: Date!) { routeDay(route: $route, day: $day) { route { routeName }
  actual { oilBbl boe complete } target { boe } previous { boe } againstTarget: variance(vs: TARGET) ${VARIANCE}
  againstPrevious: variance(vs: PREVIOUS) ${VARIANCE} missing { wellCount } signals { count }
  freshness { source status newestRowAt } } }`;

test('a report wakes it four times at most, and not at all while nothing changes', async () => {
  const route = Buffer.from(JSON.stringify(['Route', '399916FBF826EAF23A3BF680825E727F'])).toString('base64url');
  const ask = () => gateway.ask(REPORT, { route, day: '2024-11-20' });
  gateway.spent();
  const first = await ask();
  const sources = new Set(first.errors?.map(({ extensions }) => extensions.source));
  expect([...sources]).toEqual(['OPS']);
  expect(first.data.routeDay.actual.boe).toBeGreaterThan(100);
  expect(first.data.routeDay.target.boe).toBeGreaterThan(100);
  expect(first.data.routeDay.freshness[0]).toMatchObject({ source: 'PRODVIEW', newestRowAt: expect.any(String) });
  expect(gateway.spent()).toBe(4);
  // A machine that is busy may not have said in time whether anything has changed.
  const again = async () => {
    gateway.spent();
    const { data } = await ask();
    return [gateway.spent(), data.routeDay.freshness[0].status];
  };
  await expect.poll(again, { timeout: 20_000 }).toEqual([0, 'KEPT']);
  expect((await ask()).data.routeDay.actual).toEqual(first.data.routeDay.actual);
  expect(gateway.double.statements.refused).toEqual([]);
});
