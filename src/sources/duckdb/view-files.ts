import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of a folder that holds the rows of one view. */
export interface ViewFile {
  readonly path: string;
  readonly name: string;
  readonly format: 'parquet' | 'csv';
}

/**
 * The files of a folder by the view they are named after, whatever the case of their letters.
 * @throws Error naming the folder where it cannot be read, or a view that has two files
 */
export async function findViewFiles(folder: string): Promise<Map<string, ViewFile>> {
  const names = await readdir(folder).catch(() => {
    throw new Error(`PRODVIEW_FOLDER: ${folder} is no folder that can be read`);
  });
  const files = new Map<string, ViewFile>();
  for (const name of names.sort()) {
    const [, view, ending] = /^(.+?)\.(parquet|csv|csv\.gz)$/i.exec(name) ?? [];
    if (!view || !ending) continue;
    const other = files.get(view.toLowerCase());
    if (other) throw new Error(`${other.name} and ${name} are both files of ${view.toLowerCase()}; keep one`);
    const format = ending.toLowerCase() === 'parquet' ? 'parquet' : 'csv';
    files.set(view.toLowerCase(), { path: join(folder, name), name, format });
  }
  return files;
}
