import { join } from 'node:path';
import type { Column } from '../row-source.js';
import { readJson, writeJson } from './json-file.js';

/** What a replica holds of a view. The file it names is whole, and is never written to again. */
export interface Manifest {
  readonly view: string;
  /** The Parquet file, in the same folder. */
  readonly file: string;
  readonly rows: number;
  /** The newest synchronisation that was there when the copy began. */
  readonly watermark: string | null;
  /** What the source said of the view's last change then. */
  readonly word: string | null;
  /** When the copy was last known to be what the source has: milliseconds since 1970. */
  readonly asOf: number;
  /** When all keys were last compared. */
  readonly comparedAt: number;
  /** The columns as they were copied. */
  readonly columns: string;
  /** Bound columns that the source's view did not have; none in copies of before this was told. */
  readonly missing?: readonly string[];
  /** Files before this one that readers may still have open, and since when this one is in their place. */
  readonly replaced: readonly { readonly file: string; readonly at: number }[];
}

const pathOf = (folder: string, view: string) => join(folder, `${view}.json`);

export const readManifest = (folder: string, view: string) => readJson<Manifest>(pathOf(folder, view));
export const writeManifest = (folder: string, manifest: Manifest) => writeJson(pathOf(folder, manifest.view), manifest);

/** What columns are told apart by: a copy of other columns is made anew. */
export const columnsWord = (columns: readonly Column[]) =>
  columns
    .map(({ name, kind }) => `${name} ${kind}`)
    .sort()
    .join(', ');

/** Whether a copy holds these columns, as far as the source's view had them. */
export const isOf = ({ columns: copied, missing = [] }: Manifest, columns: readonly Column[]) =>
  copied === columnsWord(columns.filter(({ name }) => !missing.includes(name)));
