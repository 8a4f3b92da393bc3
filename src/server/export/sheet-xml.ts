import { BadUserInput } from '../../errors.js';
import type { Cell, Column } from './column.js';

/** Rows of a sheet of Office Open XML, and characters of one of its cells. */
export const SHEET_ROWS = 1_048_576;
export const CELL_CHARACTERS = 32_767;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** What stands before the rows of a sheet: its first row stays in view. */
export const SHEET_HEAD =
  `${XML}<worksheet ${MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ` +
  'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>';
export const SHEET_TAIL = '</sheetData></worksheet>';

export type SheetColumn = Pick<Column, 'name' | 'scalar'>;

/**
 * A row of a sheet. Texts are texts, whatever they begin with: no cell of it is a formula.
 * @throws BadUserInput naming the column whose text no cell holds
 */
export function rowXml(number: number, cells: readonly Cell[], columns: readonly SheetColumn[]): string {
  const texts = cells.map((cell, index) => cellXml(`${letters(index)}${number}`, cell, columns[index]));
  return `<row r="${number}">${texts.join('')}</row>`;
}

function cellXml(at: string, cell: Cell, column: SheetColumn | undefined): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  const style = STYLES[column?.scalar ?? ''];
  const day = style === undefined ? undefined : serialOf(text);
  if (day !== undefined) return `<c r="${at}" s="${style}"><v>${day}</v></c>`;
  if (text.length > CELL_CHARACTERS)
    throw new BadUserInput(
      column?.name ?? at,
      `has a text of ${text.length} characters; a cell holds ${CELL_CHARACTERS}. Leave it out, or export csv or ndjson`,
    );
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** Days and local times are a spreadsheet's own; a moment in UTC has a zone, which they have not, and stays text. */
const STYLES: Readonly<Record<string, number>> = { Date: 1, LocalDateTime: 2 };

const MS_OF_DAY = 86_400_000;
const ZERO = Date.UTC(1899, 11, 30);

/** Spreadsheets count days; before March 1900 they count a day that never was, so that those stay text. */
function serialOf(text: string): number | undefined {
  const day = (Date.parse(text.length > 10 ? `${text}Z` : text) - ZERO) / MS_OF_DAY;
  return day > 60 ? day : undefined;
}

function letters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letters(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** Characters that XML cannot hold, and what would be read as one of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be found
const UNFIT = /[\0-\x08\x0b-\x1f\ufffe\uffff]|\p{Cs}|_(?=x[0-9A-Fa-f]{4}_)/gu;
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escaped = (text: string) =>
  text
    .replace(UNFIT, (each) => `_x${each.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>]/g, (each) => NAMED[each] ?? each);

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts of a workbook with two sheets, `Export` and `About`, beside the sheets themselves. */
export const PARTS: readonly (readonly [path: string, xml: string])[] = [
  [
    '[Content_Types].xml',
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${XML}<workbook ${MAIN} xmlns:r="${REL}"><sheets><sheet name="Export" sheetId="1" r:id="rId1"/><sheet name="About" sheetId="2" r:id="rId2"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${REL}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
  ],
  [
    'xl/styles.xml',
    `${XML}<styleSheet ${MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  ],
];
