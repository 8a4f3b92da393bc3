import { join } from 'node:path';
import type { Copied } from './copied.js';
import type { Span } from './manifest.js';
import type { Begun } from './pull-view.js';
import { inMonths, type Months, piecesOf } from './spans.js';
import { dateOf, tableOf, type Target } from './stored.js';
import type { Work } from './work.js';

const EVER: Months = { from: null, to: null };

/**
 * All rows in the order of look-ups, some months after the other: as many rows as one file has are put in order at a
 * time, so that memory does not grow with the view.
 */
export async function wholeOf(copied: Copied, files: readonly string[], target: Target, begun: Begun, work: Work) {
  const rows = `select * from ${tableOf(files)}`;
  const written = new WrittenSpans(dateOf(copied), target, work);
  await written.add(rows, EVER);
  const { spans } = written;
  const count = await work.count(`select count(*) from (${rows})`);
  return { file: target.name, rows: count, comparedAt: begun.at, ...(spans.length > 1 && { spans }) };
}

/** Files of a copy as they are written, the earliest months first. */
export class WrittenSpans {
  readonly spans: Span[] = [];
  #files = 0;

  constructor(
    readonly date: string | undefined,
    readonly target: Target,
    readonly work: Work,
  ) {}

  /** Whether anything was written; the first file has the target's own name. */
  get hasFiles(): boolean {
    return this.#files > 0;
  }

  /** Leaves a file as it is. */
  keep(span: Span): void {
    this.spans.push(span);
  }

  /** Writes the rows of these months, a file for as many as a file has. */
  async add(rows: string, months: Months): Promise<void> {
    const { date, target, work } = this;
    for (const piece of await piecesOf(rows, date, months, target.spanRows, work)) {
      const file = this.#files === 0 ? target.name : target.name.replace(/parquet$/, `${this.#files}.parquet`);
      const mine = `select * from (${rows}) where ${inMonths(date, piece)} order by ${target.order}`;
      await work.write(mine, join(target.folder, file));
      this.spans.push({ file, from: piece.from });
      this.#files += 1;
    }
  }
}
