import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { chromiumPath } from '../support/needs.js';

// MapLibre GL in a real browser draws what the gateway serves: tiles, and GeoJSON of the graph.

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const SCREENSHOT = pathOf('../output/map.png');
const LAYERS = ['facilitySites', 'pipelines', 'wellLocations', 'fields'];
// WebGL without a graphics card.
const DRAWING = [
  '--headless',
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];

/** Software draws the map: a busy machine takes its time. */
const SOON = { timeout: 30_000 };

const executablePath = chromiumPath();

/** Waits in the page until nothing is on its way any more, and then tells what `told` says of `map`. */
const atRest = (told: string) => `(async () => {
  const map = globalThis.wellgraphMap;
  while (!map.loaded() || map.isMoving() || !map.areTilesLoaded()) {
    map.triggerRepaint();
    await new Promise((done) => setTimeout(done, 50));
  }
  return ${told};
})()`;
const drawn = (layer: string) =>
  atRest(`map.queryRenderedFeatures({ layers: ['${layer}'] }).map(({ properties }) => properties)`);

describe.skipIf(!executablePath)('the map page', () => {
  let gateway: RunningGateway;
  let browser: Browser;
  let page: Page;
  /** Faults that the console, the page or its content security policy told of. */
  const faults: string[] = [];
  const asked: URL[] = [];
  /** What the map asked the graph for its overlay, and was answered. */
  const overlays: any[] = [];

  beforeAll(async () => {
    gateway = await startGateway({ maps: true });
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: [...DRAWING, ...QUIET] });
    page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
    page.on('request', (request) => asked.push(new URL(request.url())));
    page.on('console', (line) => ['error', 'warning'].includes(line.type()) && faults.push(line.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('response', async (response) => {
      if (!response.url().endsWith('/graphql') || !response.request().postData()?.includes('query Rates')) return;
      overlays.push(await response.json().catch(() => undefined));
    });
    await page.addInitScript(
      `addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))`,
    );
    const response = await page.goto(`${gateway.url}/map`);
    expect(response?.status()).toBe(200);
    expect(response?.headers()['content-security-policy']).toContain("connect-src 'self'");
    await page.locator('canvas.maplibregl-canvas').waitFor();
    await page.evaluate(atRest('true'));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  const goTo = async (hash: string) => {
    await page.evaluate(`globalThis.wellgraphMap.jumpTo(${hash})`);
    await page.evaluate(atRest('true'));
  };
  /** Where a place of the map is on the screen. */
  const pointOf = async (place: string): Promise<[number, number]> => {
    const { x, y } = (await page.evaluate(atRest(`map.project(${place})`))) as { x: number; y: number };
    return [Math.round(x), Math.round(y)];
  };
  const featuresOf = async (layer: string): Promise<any[]> => page.evaluate(drawn(layer)) as Promise<any[]>;

  test('the legend names the places that the data has, and the publishers', async () => {
    const places = page.getByRole('navigation', { name: 'Places' }).getByRole('button');
    expect(await places.allInnerTexts()).toEqual(['North Sea', 'Gulf of Mexico']);
    const credits = page.locator('.maplibregl-ctrl-attrib-inner');
    await expect.poll(() => credits.innerText(), SOON).toContain('Bureau of Safety and Environmental Enforcement');
    expect(await credits.innerText()).toContain('Norwegian licence for Open Government data (NLOD)');
    expect(await credits.isVisible()).toBe(true);
  });

  test('the North Sea has features of every layer, and its tiles say the same as the graph', async () => {
    await goTo('{ center: [2.6, 60.4], zoom: 6.5 }');
    for (const layer of LAYERS) expect((await featuresOf(layer)).length, layer).toBeGreaterThan(5);
    const [field] = await featuresOf('fields');
    const { data } = await gateway.ask('query ($id: ID!) { field(id: $id) { name } }', { id: field.id });
    expect(data.field.name).toBe(field.name);
    await page.screenshot({ path: SCREENSHOT.replace('.png', '-north-sea.png') });
  });

  test('the Gulf has features of every layer that is published there, and wells with their rates', async () => {
    await goTo('{ center: [-88.4, 28.3], zoom: 8 }');
    for (const layer of LAYERS.filter((each) => each !== 'fields'))
      expect((await featuresOf(layer)).length, layer).toBeGreaterThan(5);
    await expect.poll(async () => (await featuresOf('rates')).length, SOON).toBeGreaterThan(20);
    await page.screenshot({ path: SCREENSHOT });
  });

  test('rates are labelled in whole barrels', async () => {
    await goTo('{ center: [-89.222937, 28.169808], zoom: 11 }');
    const labels = async () => (await page.evaluate(atRest(RATE_LABELS))) as string[];
    await expect.poll(async () => (await labels()).length, SOON).toBeGreaterThan(0);
    for (const label of await labels()) expect(label).toMatch(/^[\d,]+ bbl\/d$/);
  });

  test('every feature under a click can be leafed to, by the keyboard too, and is told in words', {
    timeout: 120_000,
  }, async () => {
    await page.mouse.click(...(await pointOf('[-89.222937, 28.169808]')));
    const popup = page.locator('.maplibregl-popup');
    const count = popup.getByRole('status');
    await count.waitFor();
    const [, of] = /^1 of (\d+)$/.exec(await count.innerText()) ?? [];
    expect(Number(of)).toBeGreaterThanOrEqual(22);
    const links = new Set<string>();
    const titles: string[] = [];
    await popup.getByRole('button', { name: 'Next' }).focus();
    for (let at = 1; at <= Number(of); at++) {
      expect(await count.innerText()).toBe(`${at} of ${of}`);
      titles.push(await popup.getByRole('heading').innerText());
      links.add((await popup.getByRole('link').getAttribute('href')) ?? '');
      expect(await popup.innerText()).not.toMatch(UUID);
      await page.keyboard.press('Enter');
    }
    expect(links.size).toBe(Number(of));
    expect(titles[0]).toBe('MC 807 A');
    expect(titles).toContain('MC 807 A017');
    expect(await count.innerText()).toBe(`1 of ${of}`);
    await popup.getByRole('button', { name: 'Previous' }).press('Enter');
    expect(await popup.getByRole('heading').innerText()).toBe(titles.at(-1));
    await popup.getByRole('button', { name: 'Close popup' }).click();
    await goTo('{ center: [-88.4, 28.3], zoom: 8 }');
  });

  test('the features of the graph are features of the tiles, by their ids and with the same names', async () => {
    const answer = overlays.at(-1);
    expect(answer.errors).toBeUndefined();
    const { features } = answer.data.map.wellLocations.geojson;
    const tiles: any[] = await page.evaluate(
      atRest(
        `map.querySourceFeatures('wellLocations', { sourceLayer: 'wellLocations' }).map((each) => each.properties)`,
      ),
    );
    const names = new Map(tiles.map(({ id, name }) => [id, name]));
    expect(features.length).toBeGreaterThan(100);
    for (const { id, properties } of features) expect([id, names.get(id)]).toEqual([id, properties.name]);
    const rated = await featuresOf('rates');
    for (const { id } of rated) expect(names.has(id)).toBe(true);
  });

  test('what is drawn is drawn in the colours of the legend', async () => {
    const colours: string[] = await page
      .locator('#legend .swatch:not(.area)')
      .evaluateAll((marks) => marks.map((mark: any) => mark.style.getPropertyValue('--colour')));
    const seen = await coloursOn(page);
    expect(seen.size).toBeGreaterThan(20);
    const found = [...new Set(colours)].filter((colour) => seen.has(colour));
    // Platform, subsea, oil, gas, other: what the Gulf has most of.
    for (const colour of ['#16324f', '#1295a3', '#2b8a4b', '#c8402f', '#87929d']) expect(found).toContain(colour);
  });

  test('a click tells of a feature, and leads to a question that the graph answers', { timeout: 120_000 }, async () => {
    for (const layer of LAYERS) {
      const close = page.getByRole('button', { name: 'Close popup' });
      if (await close.isVisible()) await close.click();
      if (layer === 'fields') await goTo('{ center: [3.72, 60.64], zoom: 9 }');
      const { name, x, y } = (await page.evaluate(atRest(placeOn(layer)))) as any;
      await page.mouse.click(x, y);
      const article = page.locator('.maplibregl-popup article');
      await expect.poll(() => article.getByRole('heading').innerText(), { ...SOON, message: layer }).toBe(name);
      expect(await article.locator('dt').allInnerTexts()).toContain('Source');
      if (layer === 'fields') expect(await article.locator('dl').innerText()).toMatch(/Discovery year\s+(19|20)\d\d\s/);
      const link = new URL((await article.getByRole('link').getAttribute('href')) ?? '', gateway.url);
      const query = new URLSearchParams(link.hash.slice(1)).get('query') ?? '';
      const { data, errors } = await gateway.ask(query);
      expect(errors).toBeUndefined();
      expect((Object.values(data)[0] as any).name).toBe(name);
    }
  });

  test('the question stands in GraphiQL, beside the tour', async () => {
    await page.locator('.maplibregl-popup article').getByRole('link').click();
    await page.getByRole('tab').first().waitFor();
    const chosen = page.getByRole('tab', { selected: true });
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await expect.poll(() => chosen.innerText(), SOON).toBe('Field');
    await expect
      .poll(() => page.locator('.graphiql-query-editor').innerText(), SOON)
      .toMatch(/What\shas\sthis\sfield\smade/); // spaces of its own
    expect(await page.getByRole('tab').count()).toBe(readdirSync('web/tour').length + 1);
    expect(new URL(page.url()).hash).toBe('');
  });

  test('on a phone the map has most of the screen, and what is said stays in sight', { timeout: 120_000 }, async () => {
    await page.setViewportSize({ width: 420, height: 800 });
    await page.goto(`${gateway.url}/map`);
    await page.locator('canvas.maplibregl-canvas').waitFor();
    await page.evaluate(atRest('true'));
    const boxOf = async (selector: string) => {
      const box = await page.locator(selector).boundingBox();
      return { top: box?.y ?? -1, bottom: (box?.y ?? 0) + (box?.height ?? 0), height: box?.height ?? 0 };
    };
    expect((await boxOf('#map')).height).toBeGreaterThan(600);
    for (const part of ['#status', '#graphiql a', '#places', '#folded summary']) {
      const { top, bottom, height } = await boxOf(part);
      expect(top >= 0 && bottom <= 800 && height > 0, part).toBe(true);
    }
    await expect.poll(() => page.locator('#status').innerText(), SOON).toMatch(/wells? /);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(420);
    await expect.poll(async () => (await boxOf('.maplibregl-ctrl-attrib')).height, SOON).toBeLessThan(40);
    await page.screenshot({ path: SCREENSHOT.replace('.png', '-phone.png') });
    const credits = page.locator('.maplibregl-ctrl-attrib-inner');
    await page.locator('.maplibregl-ctrl-attrib-button').click();
    expect(await credits.innerText()).toContain('Norwegian licence for Open Government data (NLOD)');
    const legend = page.locator('#legend');
    expect(await legend.isVisible()).toBe(false);
    await page.locator('#folded summary').click();
    expect(await legend.isVisible()).toBe(true);
    await page.setViewportSize({ width: 1200, height: 760 });
    await expect.poll(() => page.locator('#folded').getAttribute('open'), SOON).toBe('');
  });

  test('tiles were asked for; nothing was asked of another host, refused by the policy or wrong on the console', () => {
    for (const layer of LAYERS)
      expect(
        asked.some(({ pathname }) => pathname.startsWith(`/tiles/${layer}/`)),
        layer,
      ).toBe(true);
    expect([...new Set(asked.map(({ origin }) => origin))]).toEqual([gateway.url]);
    expect(faults).toEqual([]);
  });
});

const RATE_LABELS = `map.queryRenderedFeatures({ layers: ['rate-labels'] })
  .map(({ layer }) => layer.layout['text-field'].sections.map(({ text }) => text).join(''))`;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-/;

/** A point of the screen where a feature of the layer is the uppermost one, and its name. */
const placeOn = (layer: string) => `(() => {
  const { width, height } = map.getCanvas().getBoundingClientRect();
  const layers = ['facilitySites', 'wellLocations', 'pipelines', 'fields'];
  for (const { geometry } of map.queryRenderedFeatures({ layers: ['${layer}'] })) {
    const corners = geometry.coordinates.flat(Infinity);
    for (let at = 0; at < corners.length; at += 2) {
      const place = map.project([corners[at], corners[at + 1]]);
      const [x, y] = [Math.round(place.x), Math.round(place.y)];
      if (x < 100 || y < 100 || x > width - 100 || y > height - 100) continue;
      const [first] = map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers });
      if (first?.layer.id === '${layer}') return { name: first.properties.name, x, y };
    }
  }
})()`;

/** The colours of the drawn map, as its own pixels have them. */
async function coloursOn(page: Page): Promise<Set<string>> {
  const bytes = await page.locator('#map').screenshot();
  const colours = await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const found = new Set();
    for (let at = 0; at < data.length; at += 4)
      found.add('#' + [data[at], data[at + 1], data[at + 2]].map((part) => part.toString(16).padStart(2, '0')).join(''));
    return [...found];
  })()`);
  return new Set(colours as string[]);
}
