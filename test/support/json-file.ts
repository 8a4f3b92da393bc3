import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that holds this as JSON, or as the text that it is. */
export function jsonFile(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'wellgraph-')), 'file.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
