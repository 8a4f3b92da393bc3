import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { chromiumPath } from '../support/needs.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const TOUR = pathOf('../../web/tour/');
const SCREENSHOT = pathOf('../output/graphiql.png');
/** A page that reads the whole schema takes its time on a busy machine. */
const SOON = { timeout: 15_000 };
const QUIET = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]);

const SUBSCRIPTION = 'subscription Told { operationEvents { id kind entity recordId } }';
const RECORD = `mutation ($input: RecordDailyProductionInput!) {
  recordDailyProduction(input: $input) { record { id } userErrors { message } }
}`;

const executablePath = chromiumPath();
const queries = readdirSync(TOUR)
  .sort()
  .map((file) => readFileSync(`${TOUR}${file}`, 'utf8'));
const nameOf = (query: string) => /^query (\w+)/m.exec(query)?.[1];

/** Until the editor shows its text: a click on "Execute query" before that does nothing. */
const editing = (page: Page) => page.locator('.graphiql-query-editor .view-line').first().waitFor();

/** The page with the subscription in its editor. */
async function openSubscription(page: Page, gateway: RunningGateway): Promise<void> {
  await page.goto(`${gateway.url}/#query=${encodeURIComponent(SUBSCRIPTION)}`);
  await page.getByRole('tab', { name: 'Told', selected: true }).waitFor();
  await editing(page);
}

describe.skipIf(!executablePath)('the GraphiQL page', () => {
  let gateway: RunningGateway;
  let browser: Browser;
  let page: Page;
  /** Faults that the console, the page or its content security policy told of. */
  const faults: string[] = [];
  const origins = new Set<string>();

  beforeAll(async () => {
    gateway = await startGateway({ maps: true });
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: QUIET });
    page = await opened();
    const response = await page.goto(gateway.url);
    expect(await response?.text()).toContain('<title>wellgraph</title>');
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  async function opened(): Promise<Page> {
    const opening = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    opening.on('request', (request) => origins.add(new URL(request.url()).origin));
    opening.on('console', (line) => ['error', 'warning'].includes(line.type()) && faults.push(line.text()));
    opening.on('pageerror', (error) => faults.push(error.message));
    await opening.addInitScript(
      `addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))`,
    );
    return opening;
  }

  test('a tab a question, named after its operation', async () => {
    await page.getByRole('tab').first().waitFor();
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(queries.map(nameOf));
  });

  test('the first question is answered from the sample', async () => {
    const answer = await gateway.ask(queries[0] ?? '');
    const [name] = namesIn(answer.data);
    await editing(page);
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
    await expect.poll(names, SOON).toEqual(before.slice(1));
    await page.getByRole('button', { name: 'Tour' }).click();
    await page.getByRole('menuitem').first().click();
    await expect.poll(names, SOON).toEqual([...before.slice(1), before[0]]);
  });

  test('questions are asked as whoever is chosen, with a token that only the page knows', async () => {
    const askedAs = async (name: string) => {
      await page.getByRole('button', { name: /^Asking as/ }).click();
      await page.getByRole('menuitem', { name }).click();
      await page.getByRole('button', { name: `Asking as: ${name}` }).waitFor();
      gateway.logged.splice(0);
      await page.getByRole('button', { name: /Execute query/ }).click();
      await expect.poll(() => gateway.logged.length, SOON).toBeGreaterThan(0);
      return JSON.parse(gateway.logged[0] ?? '{}').role;
    };
    expect(await askedAs('Demo foreman')).toBe('foreman');
    expect(await askedAs('Demo engineer')).toBe('engineer');
    expect(await page.evaluate('JSON.stringify(localStorage) + JSON.stringify(sessionStorage)')).not.toMatch(/eyJ/);
    expect(await askedAs('Without a token')).toBe('local');
  });

  test('a subscription is followed as whoever is chosen, until it is stopped', async () => {
    const watching = await opened();
    await openSubscription(watching, gateway);
    await watching.getByRole('button', { name: /^Asking as/ }).click();
    await watching.getByRole('menuitem', { name: 'Demo foreman' }).click();
    await watching.getByRole('button', { name: 'Asking as: Demo foreman' }).waitFor();
    const asking = watching.waitForRequest((request) => request.url().endsWith('/graphql/stream'));
    await watching.getByRole('button', { name: /Execute query/ }).click();
    const headers = await (await asking).allHeaders();
    expect(claimsOf(headers.authorization ?? '').role).toBe('foreman');
    const pane = watching.getByRole('region', { name: 'Result Window' });
    const write = await writing(gateway);
    const written: string[] = [];
    const shown = async () => {
      written.push(await write());
      const text = (await pane.innerText()).replace(/\s/g, ''); // long lines are folded
      return written.some((id) => text.includes(id));
    };
    await expect.poll(shown, { timeout: 30_000 }).toBe(true);
    expect(await pane.innerText()).toMatch(/"entity":\s"DAILY_PRODUCTION"/);
    await watching.getByRole('button', { name: /Stop query/ }).click();
    await watching.getByRole('button', { name: /Execute query/ }).waitFor();
    await watching.close();
  });

  test('nothing is asked of another host, refused by the policy or wrong on the console', () => {
    expect([...origins]).toEqual([gateway.url]);
    expect(faults).toEqual([]);
  });
});

describe.skipIf(!executablePath)('the GraphiQL page of a gateway without events', () => {
  test('says that there are none to subscribe to', async () => {
    const gateway = await startGateway({ maps: true, env: { LIVE: 'off' } });
    const browser = await chromium.launch({ executablePath: executablePath ?? '', args: QUIET });
    const page = await browser.newPage();
    await openSubscription(page, gateway);
    await page.getByRole('button', { name: /Execute query/ }).click();
    const pane = page.getByRole('region', { name: 'Result Window' });
    await expect.poll(() => pane.innerText(), SOON).toMatch(/This\sgateway\ssends\sno\sevents:\sLIVE\sis\soff/);
    expect(await pane.innerText()).not.toContain('"stack"');
    await browser.close();
    await gateway.close();
  });
});

/** Writes the next day's production of a well as the demo operator. */
async function writing(gateway: RunningGateway): Promise<() => Promise<string>> {
  const response = await fetch(`${gateway.url}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: 'foreman' }),
  });
  const headers = { authorization: `Bearer ${((await response.json()) as { token: string }).token}` };
  const { data } = await gateway.ask('{ completions(first: 1) { nodes { id } } }', {}, headers);
  let day = Date.UTC(2025, 0, 1);
  return async () => {
    day += 86_400_000;
    const input = {
      clientRequestId: randomUUID(),
      completion: data.completions.nodes[0].id,
      productionDate: new Date(day).toISOString().slice(0, 10),
      oilVolumeBbl: 10,
      hoursOn: 24,
    };
    const { data: written, errors } = await gateway.ask(RECORD, { input }, headers);
    expect(errors ?? written.recordDailyProduction.userErrors).toEqual([]);
    return written.recordDailyProduction.record.id;
  };
}

const claimsOf = (authorization: string) =>
  JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());

/** The texts of an answer, in its order. */
function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(namesIn) : [];
}
