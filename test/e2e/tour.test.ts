import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';

const TOUR = fileURLToPath(new URL('../../web/tour/', import.meta.url));
const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
const files = readdirSync(TOUR).sort();

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ maps: true });
}, 60_000);
afterAll(() => gateway.close());

test.each(files)('%s is answered from the sample, with values in every list', async (file) => {
  const { data, errors } = await gateway.ask(readFileSync(`${TOUR}${file}`, 'utf8'));
  expect(errors).toBeUndefined();
  expect(numbersIn(data).length).toBeGreaterThan(0);
  expect(Object.values<any>(data).every((root) => root && (root.nodes?.length ?? 1) > 0)).toBe(true);
});

test('what lies around the place, nearest first, begins with a platform that makes oil', async () => {
  const { data } = await gateway.ask(readFileSync(`${TOUR}20-around.graphql`, 'utf8'));
  const [nearest] = data.facilitySites.nodes;
  expect(nearest).toMatchObject({ name: 'MC 807 A', siteType: 'PLATFORM' });
  expect(nearest.facility.monthlyVolumes.nodes[0].produced.hcliqBbl).toBeGreaterThan(0);
});

test('what was down in a year began before its end, and is over before its begin for none', async () => {
  const { data } = await gateway.ask(readFileSync(`${TOUR}06-downtime.graphql`, 'utf8'));
  const { nodes, groups } = data.completionDowntimes;
  expect(nodes.some(({ firstDay }: any) => firstDay < '2024-01-01')).toBe(true);
  for (const { firstDay, lastDay } of nodes)
    expect([firstDay <= '2024-12-31', (lastDay ?? firstDay) >= '2024-01-01']).toEqual([true, true]);
  expect(groups.map(({ key }: any) => key.firstDayYear.slice(0, 4))).toEqual(['2021', '2022', '2023', '2024']);
});

test.each(files)('the README names the question of %s', (file) => {
  const question = readFileSync(`${TOUR}${file}`, 'utf8').split('\n')[0]?.replace(/^# /, '');
  expect(README).toContain(question);
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}
