import { Readable } from 'node:stream';
import { type CastingContext, type Options, stringify } from 'csv-stringify/sync';
import { headerOf } from './column.js';
import { type ExportFile, type Format, truncationOf } from './export-file.js';

/**
 * RFC 4180. Null is nothing, an empty text is `""`. A text that a spreadsheet would take for a formula has an apostrophe
 * before it; numbers, negative ones too, stay numbers.
 */
const OPTIONS: Options = {
  record_delimiter: 'windows',
  escape_formulas: true,
  quoted_match: /^$/, // of texts only: null has no quotes
  cast: {
    boolean: (value: boolean) => String(value),
    object: (value: object) => JSON.stringify(value),
    string: (value: string, _context: CastingContext) => value,
  },
};

async function* linesOf({ about, pages, end }: ExportFile): AsyncGenerator<string> {
  yield stringify([about.columns.map(headerOf)], OPTIONS);
  for await (const rows of pages) if (rows.length > 0) yield stringify(rows as unknown[][], OPTIONS);
  const told = end();
  if (told.truncated)
    yield stringify([about.columns.map((_, index) => (index === 0 ? truncationOf(told) : null))], OPTIONS);
}

export const csv: Format = {
  type: 'text/csv; charset=utf-8; header=present',
  write: (file) => Readable.from(linesOf(file)),
};
