import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GraphQLObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { catalogMistakes, parseCatalog } from '../../src/binding/catalog.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { SCHEMA_FOLDER, withDirectives } from '../support/sdl.js';
import { bindingLines } from './binding-lines.js';

const document = readSdl(SCHEMA_FOLDER);
const bindings = compileBindings(document);
const json = JSON.parse(readFileSync(fileURLToPath(new URL('../catalog.json', import.meta.url)), 'utf8'));
const catalog = parseCatalog(json);
const labels = new Map<string, string>(
  json.flatMap((view: any) => view.columns.map((column: any) => [`${view.name}.${column.name}`, column.label])),
);

test('every field is bound as it was reviewed', async () => {
  await expect(`${bindingLines(bindings).join('\n')}\n`).toMatchFileSnapshot('../bindings.txt');
});

test('the catalog bears out every binding', () => {
  expect(catalogMistakes(bindings, 'PRODVIEW', catalog)).toEqual([]);
});

/** What is left out of every view, and why nobody misses it. */
const LEFT_OUT = [
  /^_loaded_at$/, // the time of the query, not of the load
  /_sk$/, // a hash of the key
  /^is_(children_)?locked_ui$|^syslock(me|children)ui$/, // the same flags again, for screens
  /^_fivetran_deleted$/, // never true: deleted rows are not in these views
];

test('every other column of a bound view is reachable, once', () => {
  for (const view of bindings.views.values()) {
    const stored = view.leaves.filter(({ field }) => !field.column.sum);
    const bound = stored.map(({ field }) => field.column.name);
    expect(bound.length, view.type).toBe(new Set(bound).size);
    const missing = [...(catalog.get(view.view)?.keys() ?? [])].filter(
      (column) => !bound.includes(column) && !LEFT_OUT.some((pattern) => pattern.test(column)),
    );
    expect(missing, view.type).toEqual([]);
  }
});

test('of the columns that mean something, all are bound', () => {
  const bound = new Set(
    [...bindings.views.values()].flatMap((view) => view.leaves.map(({ field }) => `${view.view}.${field.column.name}`)),
  );
  const columns = [...catalog].flatMap(([view, known]) => [...known.keys()].map((column) => ({ view, column })));
  const domain = columns.filter(({ column }) => !LEFT_OUT.some((pattern) => pattern.test(column)));
  const share = domain.filter(({ view, column }) => bound.has(`${view}.${column}`)).length / domain.length;
  expect(catalog.size).toBe(67);
  expect(domain.length).toBeGreaterThan(3_000);
  expect(share).toBe(1);
});

test("a field's description says ProdView's label where there is one", () => {
  const { schema } = buildSchema(document, LIST_LIMITS);
  const described = (type: string, field: string | undefined) =>
    (schema.getType(type) as GraphQLObjectType).getFields()[field ?? '']?.description?.replaceAll(/\s+/g, ' ');
  const unlabelled = [...bindings.views.values()].flatMap((view) => {
    const own = view.leaves.filter(({ path }) => path.length === 1);
    const missing = own.filter(({ path, field }) => {
      const label = labels.get(`${view.view}.${field.column.name}`)?.replaceAll(/\s+/g, ' ');
      return label && !described(view.type, path[0])?.includes(`"${label}"`);
    });
    return missing.map(({ path }) => `${view.type}.${path[0]}`);
  });
  expect(unlabelled).toEqual([]);
});

test.each([
  [
    'an unknown view',
    'type A @view(source: PRODVIEW, name: "stg_prodview__wells") { idRec: ID! }',
    'no view stg_prodview__wells',
  ],
  [
    'an unknown column',
    'type A @view(source: PRODVIEW, name: "stg_prodview__units") { idRec: ID! shoeSize: String }',
    'A.shoeSize: the view has no column shoe_size',
  ],
  [
    'another type',
    'type A @view(source: PRODVIEW, name: "stg_prodview__units") { idRec: ID! unitName: Boolean }',
    'A.unitName: unit_name is varchar',
  ],
  [
    'invented UTC',
    'type A @view(source: PRODVIEW, name: "stg_prodview__status") { idRec: ID! statusDate: DateTime }',
    'which is no instant',
  ],
  [
    'another unit',
    'type A @view(source: PRODVIEW, name: "stg_prodview__units") { idRec: ID! groundElevationFt: Float @uom(is: M) }',
    'says M, but ground_elevation_ft is in FT',
  ],
  [
    'a link to a column that is not there',
    'type A @view(source: PRODVIEW, name: "stg_prodview__units") { idRec: ID! a: A @link(from: ["nowhere"]) }',
    'A.a: stg_prodview__units has no column nowhere',
  ],
])('the catalog refuses %s', (_, sdl, reason) => {
  const mistakes = catalogMistakes(
    compileBindings(withDirectives(`${sdl} type Query { a: [A!] @list }`)),
    'PRODVIEW',
    catalog,
  );
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain(reason);
});
