import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { chromiumPath } from '../support/needs.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const TOUR = pathOf('../../web/tour/');
const SCREENSHOT = pathOf('../output/graphiql.png');
const QUIET = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]);

const executablePath = chromiumPath();
const queries = readdirSync(TOUR)
  .sort()
  .map((file) => readFileSync(`${TOUR}${file}`, 'utf8'));
const nameOf = (query: string) => /^query (\w+)/m.exec(query)?.[1];

describe.skipIf(!executablePath)('the GraphiQL page', () => {
  let gateway: RunningGateway;
  let browser: Browser;
  let page: Page;
  /** Faults that the console, the page or its content security policy told of. */
  const faults: string[] = [];
  const origins = new Set<string>();

  beforeAll(async () => {
    gateway = await startGateway();
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: QUIET });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('request', (request) => origins.add(new URL(request.url()).origin));
    page.on('console', (line) => ['error', 'warning'].includes(line.type()) && faults.push(line.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.addInitScript(
      `addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))`,
    );
    const response = await page.goto(gateway.url);
    expect(await response?.text()).toContain('<title>wellgraph</title>');
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  test('a tab a question, named after its operation', async () => {
    await page.getByRole('tab').first().waitFor();
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(queries.map(nameOf));
  });

  test('the first question is answered from the sample', async () => {
    const answer = await gateway.ask(queries[0] ?? '');
    const [name] = namesIn(answer.data);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await page.getByRole('button', { name: /Execute query/ }).click();
    const pane = page.getByRole('region', { name: 'Result Window' });
    await pane.getByText(`"${name}"`).waitFor();
    expect(await pane.textContent()).not.toContain('"errors"');
    await page.screenshot({ path: SCREENSHOT });
  });

  test('a closed question is opened again from the tour', async () => {
    const names = () => page.getByRole('tab').allInnerTexts();
    const before = await names();
    await page.getByRole('tab').first().getByRole('button', { name: 'Close Tab' }).click();
    await expect.poll(names).toEqual(before.slice(1));
    await page.getByRole('button', { name: 'Tour' }).click();
    await page.getByRole('menuitem').first().click();
    await expect.poll(names).toEqual([...before.slice(1), before[0]]);
  });

  test('questions are asked as whoever is chosen, with a token that only the page knows', async () => {
    const askedAs = async (name: string) => {
      await page.getByRole('button', { name: /^Asking as/ }).click();
      await page.getByRole('menuitem', { name }).click();
      await page.getByRole('button', { name: `Asking as: ${name}` }).waitFor();
      gateway.logged.splice(0);
      await page.getByRole('button', { name: /Execute query/ }).click();
      await expect.poll(() => gateway.logged.length).toBeGreaterThan(0);
      return JSON.parse(gateway.logged[0] ?? '{}').role;
    };
    expect(await askedAs('Demo foreman')).toBe('foreman');
    expect(await askedAs('Demo engineer')).toBe('engineer');
    expect(await page.evaluate('JSON.stringify(localStorage) + JSON.stringify(sessionStorage)')).not.toMatch(/eyJ/);
    expect(await askedAs('Without a token')).toBe('local');
  });

  test('nothing is asked of another host, refused by the policy or wrong on the console', () => {
    expect([...origins]).toEqual([gateway.url]);
    expect(faults).toEqual([]);
  });
});

/** The texts of an answer, in its order. */
function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(namesIn) : [];
}
