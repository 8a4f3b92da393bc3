import { fileURLToPath } from 'node:url';
import { isObjectType } from 'graphql';
import type { ColumnField, ViewBinding } from '../../src/binding/bindings.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { SchemaReader } from '../../src/binding/schema-reader.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { type CatalogView, isLeftOut, readCatalog } from './catalog.js';
import { driftOf } from './drift.js';
import { isNumber, uomOfColumn } from './units.js';

/** Holds the bindings of the SDL against the catalog: columns, types, units, links, descriptions. Prints what differs. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  text: ['varchar'],
  float: ['float'],
  integer: ['integer'],
  boolean: ['boolean'],
  date: ['date', 'timestamp_ntz'],
  local: ['timestamp_ntz'],
  instant: ['timestamp_ntz', 'timestamp_tz'],
};

const document = readSdl(fileURLToPath(new URL('../../schema', import.meta.url)));
const { views } = compileBindings(document);
const catalog = new Map(readCatalog().map((view) => [view.name, view]));

const prodview = [...views.values()].filter(({ source }) => source === 'PRODVIEW');
const drift = driftOf(document).map(({ field }) => `${field} parts from its sibling's words: run align-feed.ts`);
const mistakes = [...prodview.flatMap(mistakesOf), ...undescribed(), ...drift];
for (const mistake of mistakes) console.log(mistake);
const columns = prodview.reduce((sum, view) => sum + view.leaves.length, 0);
const links = prodview.flatMap((view) => [...view.fields.values()]).filter(({ kind }) => kind === 'link').length;
console.log(`${prodview.length} views, ${columns} columns bound, ${links} links, ${mistakes.length} mistakes`);
process.exitCode = mistakes.length > 0 ? 1 : 0;

function mistakesOf(view: ViewBinding): string[] {
  const known = catalog.get(view.view);
  if (!known) return [`${view.type}: the catalog has no view ${view.view}`];
  const stored = view.leaves.filter(({ field }) => !field.column.sum);
  const wrong = stored.flatMap(({ path, field }) => wrongLeaf(known, field).map((why) => `${path.join('.')}: ${why}`));
  return [...wrong, ...unbound(view, known), ...wrongLinks(view)].map((why) => `${view.type}.${why}`);
}

function wrongLeaf(view: CatalogView, { column, uom }: ColumnField): string[] {
  const known = view.columns.find(({ name }) => name === column.name);
  if (!known) return [`${view.name} has no column ${column.name}`];
  const type = KINDS[column.kind]?.includes(known.type) ? [] : [`${known.type} is shown as ${column.kind}`];
  const utc = known.type === 'timestamp_tz' || known.name.endsWith('_utc');
  const zone = utc === (column.kind === 'instant') ? [] : ['an instant is a column in UTC, and the other way round'];
  const unit =
    isNumber(known) && uom !== uomOfColumn(known) ? [`is ${uomOfColumn(known)} in the catalog, not ${uom}`] : [];
  return [...type, ...zone, ...unit];
}

/** Columns that no field or more than one field shows. */
function unbound(view: ViewBinding, known: CatalogView): string[] {
  const times = new Map(known.columns.filter(({ name }) => !isLeftOut(known, name)).map(({ name }) => [name, 0]));
  for (const { field } of view.leaves)
    if (!field.column.sum) times.set(field.column.name, (times.get(field.column.name) ?? 0) + 1);
  return [...times].flatMap(([column, count]) => (count === 1 ? [] : [`${column} is bound ${count} times`]));
}

function wrongLinks(view: ViewBinding): string[] {
  return [...view.fields].flatMap(([name, link]) => {
    if (link.kind !== 'link') return [];
    const target = views.get(link.target)?.view ?? '';
    const ends = [
      ...link.from.map((column) => [view.view, column.name]),
      ...link.to.map((column) => [target, column.name]),
    ];
    const order = link.order ? [[target, link.order.name]] : [];
    return [...ends, ...order].flatMap(([end = '', column]) =>
      !catalog.has(end) || catalog.get(end)?.columns.some((each) => each.name === column)
        ? []
        : [`${name}: ${end} has no ${column}`],
    );
  });
}

function undescribed(): string[] {
  const types = Object.values(new SchemaReader(document).schema.getTypeMap()).filter(isObjectType);
  return types
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => [
      ...(type.description || type.name === 'Query' ? [] : [`${type.name} has no description`]),
      ...Object.values(type.getFields()).flatMap(({ name, description }) =>
        description ? [] : [`${type.name}.${name} has no description`],
      ),
    ]);
}
