import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type Cell, headerOf } from './column.js';
import { type ExportFile, type Format, truncationOf } from './export-file.js';
import { PARTS, rowXml, SHEET_HEAD, SHEET_ROWS, SHEET_TAIL } from './sheet-xml.js';

/** A workbook: the sheet `Export` with the rows, and after it `About`, which says what the file is and how it ended. */
function write(file: ExportFile): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const sheet = Readable.from(sheetOf(file));
  const failed = (error: Error) => void output.destroy(error);
  sheet.on('error', failed);
  zip.on('error', failed);
  output.once('close', () => sheet.destroy()); // nobody reads it any more
  for (const [path, xml] of PARTS) zip.addBuffer(Buffer.from(xml), path);
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.addReadStreamLazy('xl/worksheets/sheet2.xml', (use) => use(null, Readable.from([aboutOf(file)])));
  zip.end();
  return output;
}

async function* sheetOf({ about, pages }: ExportFile): AsyncGenerator<string> {
  const { columns } = about;
  yield SHEET_HEAD + rowXml(1, columns.map(headerOf), []);
  let number = 1;
  for await (const rows of pages) {
    const texts = rows.map((cells) => rowXml(++number, cells, columns));
    if (texts.length > 0) yield texts.join('');
  }
  yield SHEET_TAIL;
}

function aboutOf({ about, end }: ExportFile): string {
  const told = end();
  const lines: readonly (readonly Cell[])[] = [
    ['name', about.name],
    ['requestId', about.requestId],
    ['dataAsOf', told.dataAsOf],
    ['rows', told.rows],
    ['truncated', told.truncated],
    ...(told.truncated ? [['note', truncationOf(told)]] : []),
    ...(told.stale.length > 0 ? [['stale', told.stale.join(', ')]] : []),
  ];
  return SHEET_HEAD + lines.map((cells, index) => rowXml(index + 1, cells, [])).join('') + SHEET_TAIL;
}

export const xlsx: Format = {
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  mostRows: SHEET_ROWS - 1, // the header is one
  write,
};
