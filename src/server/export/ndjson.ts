import { Readable } from 'node:stream';
import type { ExportFile, Format } from './export-file.js';

const line = (value: object) => `${JSON.stringify(value)}\n`;

/** The first line says what the file is, the last how it ended; each line between them is a row. */
async function* linesOf({ about, pages, end }: ExportFile): AsyncGenerator<string> {
  const { columns, ...meta } = about;
  const told = columns.map(({ name, scalar, uom }) => ({
    name,
    type: scalar,
    ...(uom !== undefined && { unit: uom }),
  }));
  yield line({ export: { ...meta, columns: told } });
  const names = columns.map(({ name }) => name);
  for await (const rows of pages) {
    const texts = rows.map((cells) => line(Object.fromEntries(cells.map((cell, index) => [names[index], cell]))));
    if (texts.length > 0) yield texts.join('');
  }
  yield line({ end: end() });
}

export const ndjson: Format = {
  type: 'application/x-ndjson; charset=utf-8',
  write: (file) => Readable.from(linesOf(file)),
};
