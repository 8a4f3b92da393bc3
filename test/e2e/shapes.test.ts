import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { SHAPES } from '../support/shapes.js';

/** Most statements that each shape may cost, whatever the number of rows. */
const BUDGET: Record<keyof typeof SHAPES, number> = {
  'shape-1-hierarchy': 4, // routes, units with their count, { facility, completions }, { status, tests }
  'shape-5-series': 2, // completions, days
  'shape-2-search': 0, // the directory is warm and has all that a picker asks for; cold it is read by one statement
  'shape-9-stops': 4, // routes, units, { facility, tanks, two kinds of meters }, { their readings }
  'shape-10-trace': 3, // the start, connections, { nodes, volumes }
  'shape-8-tests': 4, // routes, units, completions, { tests remaining, tests }
};
/** Answers that do not grow with the field: a page of hits, the way from one node. */
const SMALL = new Set<string>(['shape-2-search', 'shape-10-trace']);
const shapes = Object.entries(SHAPES) as [keyof typeof SHAPES, string][];
const gateways = new Map<number, RunningGateway>();

/** Whoever gives no token sees people as pseudonyms: of one secret, so that they are the same in every run. */
const env = { PSEUDONYM_SECRET: 'no more than the secret of a test' };

beforeAll(async () => {
  for (const units of [1, 10, 1_000]) {
    gateways.set(units, await startGateway({ folder: writeFolder(aField({ units })), env }));
  }
});
afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.close();
});

const at = (units: number) => gateways.get(units) as RunningGateway;

describe.each(shapes)('%s', (name, document) => {
  test('its answer and its SQL are as they were', async () => {
    at(1).prodview.statements();
    const { data, errors } = await at(1).ask(document);
    expect(errors).toBeUndefined();
    await expect(`${JSON.stringify(data, null, 2)}\n`).toMatchFileSnapshot(`../golden/${name}.json`);
    if (process.env.TEXT_LISTS === 'off') return; // the answer is the same by other statements
    // Siblings are read side by side, in no order: their text is sorted.
    await expect(`${at(1).prodview.statements().sort().join(';\n\n')};\n`).toMatchFileSnapshot(`../golden/${name}.sql`);
  });

  test('it costs the same statements for 1, 10 and 1,000 units', async () => {
    const costs: number[] = [];
    for (const units of gateways.keys()) {
      await at(units).ask(document, { units: 1000 });
      const { data, errors, extensions } = await at(units).ask(document, { units: 1000 }, { 'x-report': '1' });
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data).length).toBeGreaterThan(SMALL.has(name) ? 100 : units * 100);
      const report = extensions?.report as any;
      costs.push(report.sources.PRODVIEW.statements);
    }
    expect(costs).toEqual([BUDGET[name], BUDGET[name], BUDGET[name]]);
  });

  test('no statement selects a column that the document does not need', async () => {
    at(1).prodview.reads.splice(0);
    await at(1).ask(document);
    const text = document.toLowerCase().replaceAll('_', '');
    // What a hand-written answer stands on is its own: a trace needs the ends of connections.
    for (const read of at(1).prodview.reads.filter(({ label }) => !label.startsWith('Trace.'))) {
      const columns = 'columns' in read ? read.columns.map(({ name: column }) => column) : [];
      const unneeded = columns.filter((column) => !isNeeded(column, text));
      expect(unneeded, `${read.label} of ${name}`).toEqual([]);
    }
  });
});

/** Keys and the ends of links are always needed; a label stands on names; any other column has to be asked for by name. */
function isNeeded(column: string, text: string): boolean {
  if (/^id_|_id$/.test(column)) return true;
  if (/^(unit_display_name|unit_name|completion_name|well_name)$/.test(column)) return text.includes('label');
  if (/^node_(name|type)$/.test(column)) return text.includes('kind'); // a trace says them as name and kind
  const field = column.replaceAll('_', '').replace(/^(allocated(?=oil|gas|water)|corrected)|volume(?=bbl)/g, '');
  return text.includes(field);
}
