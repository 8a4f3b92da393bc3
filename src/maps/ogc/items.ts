import { setImmediate } from 'node:timers/promises';
import { afterCursor, cursorOf, listSignature } from '../../binding/cursor.js';
import { parseGlobalId } from '../../binding/global-id.js';
import type { Bindings } from '../../binding/bindings.js';
import { BadUserInput, NotThere } from '../../errors.js';
import type { Reads } from '../../loaders/reads.js';
import type { Condition, Key, Row } from '../../sources/row-source.js';
import { TOTAL } from '../../sources/row-source.js';
import { columnsOf, countOf, idOf, orderOf, propertiesOf } from '../features.js';
import type { Layer } from '../layers.js';
import type { Query } from '../query.js';

export interface ItemsAsked {
  readonly limit: number;
  readonly filter: readonly Condition[];
  /** The cursor that the page begins behind. */
  readonly after?: string | undefined;
  /** What tells this question from others: what a cursor is good for. */
  readonly signature: string;
}

export interface Items {
  readonly rows: readonly Row[];
  readonly matched: number;
  /** The cursor of the last row, where there are more. */
  readonly next?: string;
}

/** The same question with another page or page size has the same signature. */
export function signatureOf(layer: Layer, query: Query): string {
  const asked = [...query].filter(([name]) => !['limit', 'after', 'f'].includes(name)).sort();
  return listSignature(['items', layer.name, asked]);
}

/** The condition behind the cursor, before anything is read. @throws BadUserInput where it is none of this question */
export function behind(layer: Layer, { after, signature }: ItemsAsked): Condition[] {
  return after === undefined ? [] : [afterCursor(after, orderOf(layer), signature)];
}

/** A page of features and how many there are in all: one statement for the first page, two for each behind it. */
export async function readItems(layer: Layer, asked: ItemsAsked, reads: Reads): Promise<Items> {
  const label = `${layer.name} items`;
  const rest = behind(layer, asked);
  const isFirst = rest.length === 0;
  const order = orderOf(layer);
  const read = {
    ...reads.from(layer.view, label),
    columns: columnsOf(layer),
    order,
    limit: asked.limit + 1,
    total: isFirst,
  };
  const [rows, counted] = await Promise.all([
    reads.select(layer.view, { ...read, where: { all: [...asked.filter, ...rest] } }),
    isFirst ? undefined : countOf(layer, { all: asked.filter }, label, reads),
  ]);
  const page = rows.slice(0, asked.limit);
  const last = page.at(-1);
  return {
    rows: page,
    matched: counted ?? Number(rows[0]?.[TOTAL] ?? 0),
    ...(last && rows.length > asked.limit && { next: cursorOf(last, order, asked.signature) }),
  };
}

/** The key of a feature in a global id. @throws NotThere where the id is none of this layer */
export function keyOfFeature(layer: Layer, id: string, bindings: Bindings): Key {
  try {
    const { view, key } = parseGlobalId(id, bindings, 'featureId');
    if (view === layer.view && !key.some((part) => part.includes('\0'))) return key;
  } catch (error) {
    if (!(error instanceof BadUserInput)) throw error;
  }
  throw new NotThere('featureId', 'is no feature of this collection');
}

/** One feature by its key. @throws NotThere where there is none, or none that the viewer sees */
export async function readItem(layer: Layer, key: Key, reads: Reads): Promise<Row> {
  const keys = { columns: layer.view.key, tuples: [key] };
  const read = { ...reads.from(layer.view, `${layer.name} item`), columns: columnsOf(layer), order: [], keys };
  const [row] = await reads.select(layer.view, read);
  if (!row) throw new NotThere('featureId', 'is no feature of this collection');
  return row;
}

/** Features whose text is made before other requests get their turn. */
const AT_ONCE = 1_000;

/** Features as GeoJSON text, with commas. */
export async function featuresText(layer: Layer, rows: readonly Row[]): Promise<string> {
  const pieces: string[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    if (at > 0) await setImmediate();
    pieces.push(
      rows
        .slice(at, at + AT_ONCE)
        .map((row) => `{${featureText(layer, row)}}`)
        .join(','),
    );
  }
  return pieces.join(',');
}

/** The members of a GeoJSON feature; the store's own text of the shape is taken as it is. */
export function featureText(layer: Layer, row: Row): string {
  const geometry = row[layer.geometry.column.name] ?? 'null';
  const properties = JSON.stringify(Object.fromEntries(propertiesOf(layer, row)));
  return `"type":"Feature","id":${JSON.stringify(idOf(layer, row))},"geometry":${geometry},"properties":${properties}`;
}
