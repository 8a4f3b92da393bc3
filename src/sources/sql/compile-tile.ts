import { BUFFER, EXTENT, type TileAt, tileBox } from '../../geo/tile-box.js';
import type { Column, ColumnKind } from '../row-source.js';
import type { TileRead } from '../tile-read.js';
import { rowsIn } from './compile-select.js';
import type { Dialect, Statement } from './dialect.js';
import { source } from './source.js';
import { labelled, Writer } from './writer.js';

/**
 * A vector tile and how many features are in it, by PostGIS with ST_AsMVT. The values of a property have the forms that
 * rows have: finite numbers, times as ISO 8601; what has no such form is left out.
 */
export function compileTile(read: TileRead, dialect: Dialect): Statement {
  const writer = new Writer(dialect);
  const { identifier } = dialect;
  const layer = writer.bind(read.layer);
  const cells = [
    `${shape(identifier(read.geometry.name), read.at)} as "${SHAPE}"`,
    `${opaqueId(read.id, writer)} as "id"`,
    ...read.properties.map(({ as, column }) => `${property(column, writer)} as ${identifier(as)}`),
  ];
  const order = read.order.map(({ column, descending }) => `${writer.column(column)}${descending ? ' desc' : ''}`);
  const by = order.length > 0 ? ` order by ${order.join(', ')}` : '';
  const limit = Math.min(read.limit, read.rowLimit);
  // In a query of its own: behind "order by" the names are those of columns only where no property has the same one.
  const found = `select * from ${source(read, writer, rowsIn(writer), [])}${by} limit ${limit}`;
  const rows = `select ${cells.join(', ')} from (${found}) wg_found`;
  const tile = `ST_AsMVT(wg_rows.*, ${layer}::text, ${EXTENT}, '${SHAPE}')`;
  return labelled(
    read.label,
    `select ${tile} as tile, count(*)::int as features from (${rows}) wg_rows`,
    writer.values,
  );
}

const SHAPE = 'wg_shape';

/** Cut to the tile. What is too small to be seen at this zoom is a point, so that it is there. */
function shape(column: string, at: TileAt): string {
  const tile = `ST_TileEnvelope(${at.z}, ${at.x}, ${at.y})`;
  const box = `ST_MakeEnvelope(${tileBox(at).join(', ')}, 4326)`;
  const middle = `ST_Centroid(ST_Intersection(ST_Envelope(${column}), ${box}))`;
  const cut = `ST_AsMVTGeom(ST_Transform(${column}, 3857), ${tile}, ${EXTENT}, ${BUFFER})`;
  return `coalesce(${cut}, ST_AsMVTGeom(ST_Transform(${middle}, 3857), ${tile}, ${EXTENT}, ${BUFFER}, false))`;
}

function opaqueId({ word, columns }: TileRead['id'], writer: Writer): string {
  const texts = columns.map((column) => `to_json(coalesce(${writer.column(column)}::text, ''))::text`);
  const json = [`${writer.bind(`[${JSON.stringify(word)}`)}::text`, ...texts].join(` || ',' || `);
  const base64 = `encode(convert_to(${json} || ']', 'UTF8'), 'base64')`;
  // As it is written in URLs: without padding and line breaks, and with two other letters. `translate` takes twice as long.
  return `replace(replace(replace(rtrim(${base64}, '='), E'\\n', ''), '+', '-'), '/', '_')`;
}

const FIRST_YEAR = "'0001-01-01'";
const LAST_YEAR = "'10000-01-01'";
const PLAIN: Readonly<Partial<Record<ColumnKind, (text: string) => string>>> = {
  date: (text) => `(${text})::text`,
  local: (text) => `replace((${text})::text, ' ', 'T')`,
  instant: (text) => `replace(replace((${text})::text, ' ', 'T'), '+00', 'Z')`,
};

function property(column: Column, writer: Writer): string {
  const text = writer.column(column);
  const plain = PLAIN[column.kind];
  if (plain) return `case when ${text} >= ${FIRST_YEAR} and ${text} < ${LAST_YEAR} then ${plain(text)} end`;
  if (column.kind === 'boolean') return text;
  if (column.kind === 'text') return `(${text})::text`;
  return `case when ${text} - ${text} = 0 then (${text})::${writer.dialect.double} end`; // no number without end is one
}
