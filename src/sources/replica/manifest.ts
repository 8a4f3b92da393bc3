import { join } from 'node:path';
import type { Column } from '../row-source.js';
import { readJson, writeJson } from './json-file.js';

/** A file of a copy: the rows of the months from `from` on, up to where the next span begins. */
export interface Span {
  readonly file: string;
  readonly from: string | null;
}

/** What a replica holds of a view. The files it names are whole, and are never written to again. */
export interface Manifest {
  readonly view: string;
  /** What the copy is known by: a Parquet file in the same folder, which is all of it unless there are spans. */
  readonly file: string;
  /** The files of a copy that is more than one, the earliest months first. */
  readonly spans?: readonly Span[];
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

export const spansOf = ({ file, spans }: Pick<Manifest, 'file' | 'spans'>): readonly Span[] =>
  spans ?? [{ file, from: null }];

/** What columns are told apart by: a copy of other columns is made anew. */
export const columnsWord = (columns: readonly Column[]) =>
  columns
    .map(({ name, kind }) => `${name} ${kind}`)
    .sort()
    .join(', ');

/** Whether a copy holds these columns, as far as the source's view had them. */
export const isOf = ({ columns: copied, missing = [] }: Manifest, columns: readonly Column[]) =>
  copied === columnsWord(columns.filter(({ name }) => !missing.includes(name)));
