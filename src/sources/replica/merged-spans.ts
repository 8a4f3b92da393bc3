import { join } from 'node:path';
import { quoted } from '../duckdb/file-columns.js';
import type { Copied } from './copied.js';
import { type Manifest, type Span, spansOf } from './manifest.js';
import type { Begun } from './pull-view.js';
import { inMonths, monthsOf, touchedBy } from './spans.js';
import { dateOf, tableOf, type Target } from './stored.js';
import type { Work } from './work.js';
import { WrittenSpans } from './written-spans.js';

/** What a copy is made of: the one before, the rows that have changed since, and where the keys are put. */
export interface Merging {
  readonly copied: Copied;
  readonly base: Manifest;
  readonly begun: Begun;
  readonly files: readonly string[];
  readonly target: Target;
  readonly parts: string;
}

/** Writes those spans anew that a row came into or left, and leaves the others as they are. */
export async function mergedSpans({ copied, base, target }: Merging, old: string, compares: boolean, work: Work) {
  const key = quoted(copied.key.name);
  const date = dateOf(copied);
  const list = copied.columns.map(({ name }) => quoted(name)).join(', ');
  const stays = (table: string) => (compares ? `${table} semi join there using (${key})` : table);
  const kept = (table: string) => stays(`(from ${table} anti join changed using (${key}))`);
  // An hour's rows are always asked for again, and most of them are what is there already.
  const same = `select ${list} from changed intersect select ${list} from ${old} semi join changed using (${key})`;
  await work.run(`delete from changed where ${key} in (select ${key} from (${same}))`);
  const dateIn = (table: string) => `select ${date ?? 'null'} as day from ${table}`;
  const gone = compares ? [`${old} anti join there using (${key})`] : [];
  const dates = ['changed', `${old} semi join changed using (${key})`, ...gone].map(dateIn).join(' union all ');
  const before = spansOf(base);
  const touched = await touchedBy(dates, before, date, work);
  const written = new WrittenSpans(date, target, work);
  for (const [at, months] of monthsOf(before).entries()) {
    const span = before[at] as Span;
    if (touched.has(span)) {
      const mine = `select ${list} from ${kept(tableOf([join(target.folder, span.file)]))}`;
      await written.add(
        `${mine} union all select ${list} from ${stays('changed')} where ${inMonths(date, months)}`,
        months,
      );
    } else written.keep(span);
  }
  return { spans: written.spans, kept, stays, hasChanged: written.hasFiles };
}
