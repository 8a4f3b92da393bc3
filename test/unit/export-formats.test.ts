import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import readSheets, { readSheet } from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import type { Cell, Column } from '../../src/server/export/column.js';
import { csv } from '../../src/server/export/csv.js';
import type { ExportFile, Format } from '../../src/server/export/export-file.js';
import { ndjson } from '../../src/server/export/ndjson.js';
import { rowXml } from '../../src/server/export/sheet-xml.js';
import { xlsx } from '../../src/server/export/xlsx.js';

const column = (name: string, scalar: string, uom?: string): Column => ({
  name,
  path: [name],
  scalar,
  fields: [['Unit', name]],
  ...(uom && { uom }),
});
const COLUMNS = [
  column('name', 'String'),
  column('oilBbl', 'Float', 'BBL'),
  column('on', 'Boolean'),
  column('more', 'JSON'),
];

function file(
  pages: Iterable<readonly (readonly Cell[])[]>,
  columns: readonly Column[] = COLUMNS,
  truncated = false,
): ExportFile {
  let rows = 0;
  const counted = async function* () {
    for (const page of pages) {
      rows += page.length;
      yield page;
    }
  };
  const dataAsOf = '2026-01-02T03:04:05.000Z';
  return {
    about: { name: 'Wells', requestId: 'r1', dataAsOf, columns },
    pages: counted(),
    end: () => ({ rows, truncated, dataAsOf, stale: [] }),
  };
}

async function written(format: Format, made: ExportFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of format.write(made)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const ODD = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', 'a "quoted", text', 'two\r\nlines', 'Ærø <&> _x0041_ \u0001', ''];

describe('csv', () => {
  test('has a header with units, CRLF, and null apart from an empty text', async () => {
    const text = String(
      await written(
        csv,
        file([
          [['a', 1.5, true, { b: 1 }]],
          [
            [null, -2, false, null],
            ['', 0, null, null],
          ],
        ]),
      ),
    );
    expect(text).toBe('name,oilBbl [BBL],on,more\r\na,1.5,true,"{""b"":1}"\r\n,-2,false,\r\n"",0,,\r\n');
  });

  test('keeps texts that a spreadsheet would run behind an apostrophe, and nothing else', async () => {
    const text = await written(csv, file([ODD.map((each) => [each, -1e-7, null, null])]));
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ name }) => name)).toEqual(ODD.map((each) => (/^[=+\-@\t\r]/.test(each) ? `'${each}` : each)));
    expect(new Set(rows.map((row) => row['oilBbl [BBL]']))).toEqual(new Set(['-1e-7']));
  });

  test('says in its last line that there was more', async () => {
    const rows = parse(await written(csv, file([[['a', 1, null, null]]], COLUMNS, true))) as string[][];
    expect(rows.at(-1)).toEqual([
      'LIMIT REACHED: only the first 1 rows are in this file, and there are more',
      '',
      '',
      '',
    ]);
  });
});

describe('ndjson', () => {
  test('says first what it is and last how it ended', async () => {
    const text = String(await written(ndjson, file([[['a', 1.5, true, [1]]], [[null, null, null, null]]])));
    const [meta, ...lines] = text
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each));
    expect(meta.export).toMatchObject({ name: 'Wells', requestId: 'r1', dataAsOf: '2026-01-02T03:04:05.000Z' });
    expect(meta.export.columns[1]).toEqual({ name: 'oilBbl', type: 'Float', unit: 'BBL' });
    expect(lines).toEqual([
      { name: 'a', oilBbl: 1.5, on: true, more: [1] },
      { name: null, oilBbl: null, on: null, more: null },
      { end: { rows: 2, truncated: false, dataAsOf: '2026-01-02T03:04:05.000Z', stale: [] } },
    ]);
  });
});

describe('xlsx', () => {
  test('holds texts as they are, numbers, flags, days and local times', async () => {
    const columns = [...COLUMNS, column('day', 'Date'), column('seen', 'LocalDateTime'), column('synced', 'DateTime')];
    const times = ['2024-02-29', '2024-02-29T06:30:15', '2024-02-29T12:00:00Z'];
    const rows = ODD.map((each, index): Cell[] => [each, index - 1.25, index % 2 === 0, null, ...times]);
    const book = await written(xlsx, file([rows], columns));
    const [header, ...read] = await readSheet(book, 'Export', { trim: false });
    expect(header).toEqual(['name', 'oilBbl [BBL]', 'on', 'more', 'day', 'seen', 'synced']);
    const [day, local, utc] = [new Date('2024-02-29T00:00:00Z'), new Date('2024-02-29T06:30:15Z'), times[2]];
    expect(read.map(([name]) => name ?? '')).toEqual(ODD);
    expect(read.map(([, ...others]) => others)).toEqual(
      ODD.map((_, index) => [index - 1.25, index % 2 === 0, null, day, local, utc]),
    );
  });

  test('says on its second sheet what it is', async () => {
    const sheets = await readSheets(await written(xlsx, file([[['a', 1, null, null]]], COLUMNS, true)));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Export', 'About']);
    expect(Object.fromEntries(sheets[1]?.data as never)).toEqual({
      name: 'Wells',
      requestId: 'r1',
      dataAsOf: '2026-01-02T03:04:05.000Z',
      rows: 1,
      truncated: true,
      note: 'LIMIT REACHED: only the first 1 rows are in this file, and there are more',
    });
  });

  test('has no day before spreadsheets have one, and no cell longer than they hold', () => {
    expect(rowXml(1, ['1899-12-31'], [{ name: 'day', scalar: 'Date' }])).toContain(
      '<t xml:space="preserve">1899-12-31</t>',
    );
    expect(() => rowXml(1, ['x'.repeat(32_768)], [{ name: 'shape', scalar: 'Geometry' }])).toThrow(/shape: .*32768/);
    expect(
      rowXml(
        2,
        Array.from({ length: 703 }, () => 1),
        [],
      ),
    ).toContain('<c r="AAA2"><v>1</v></c>');
  });
});

describe.each(Object.entries({ csv, ndjson, xlsx }))('%s', (_name, format) => {
  test('asks for no page before it is read', async () => {
    let asked = 0;
    const pages = function* () {
      while (asked++ < 2_000) yield Array.from({ length: 100 }, () => ['noise', Math.random(), true, null] as Cell[]);
    };
    const stream = format.write(file(pages()));
    const chunks = stream[Symbol.asyncIterator]();
    for (let read = 0; read < 2; read += 1) await chunks.next();
    for (let turn = 0; turn < 2_000; turn += 1) await nextTurn();
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(200);
    stream.destroy();
  });

  test('breaks where its rows do, instead of ending', async () => {
    const pages = function* () {
      yield [['a', 1, true, null] as Cell[]];
      throw new Error('the store went away');
    };
    await expect(written(format, file(pages()))).rejects.toThrow('the store went away');
  });
});
