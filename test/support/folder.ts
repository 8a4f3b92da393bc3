import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Cell = string | number | boolean | null | undefined;
export type Rows = readonly Readonly<Record<string, Cell>>[];

/** A folder with a CSV file for each of these views, as a user's export would be. */
export function writeFolder(views: Readonly<Record<string, Rows>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  for (const [view, rows] of Object.entries(views)) writeFileSync(join(folder, `${view}.csv`), csv(rows));
  return folder;
}

export function csv(rows: Rows): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => quoted(row[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

function quoted(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return /[",\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
}
