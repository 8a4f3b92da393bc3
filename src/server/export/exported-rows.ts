import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';
import { LimitExceeded, NotThere } from '../../errors.js';
import type { Cost } from '../../sources/request-source.js';
import type { Context } from '../context.js';
import type { Cell } from './column.js';
import type { ExportPlan } from './export-plan.js';
import { CUT, countDocument, PAGE, pageDocument } from './page-document.js';
import { rowsOf, valueAt } from './rows.js';

export interface ExportReads {
  readonly plan: ExportPlan;
  readonly execute: (document: DocumentNode, context: Context) => Promise<ExecutionResult>;
  /** A page is read as a request of its own: by the scope that holds now, within a deadline of its own. */
  readonly contextOfPage: () => Promise<Context>;
  readonly pageRows: number;
  readonly maxRows: number;
}

/** A page that lacks something: a file with holes would be no export. */
export class PageFailed extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message);
  }
}

interface Page {
  readonly rows: readonly (readonly Cell[])[];
  /** The cursor that the next page begins after; null after the last one. */
  readonly next: string | null;
}

/** The rows of an export, read page by page as they are asked for. One page is in memory at a time. */
export class ExportedRows {
  /** Rows that were handed on. */
  count = 0;
  pages = 0;
  /** Whether there were more rows than an export may have; known for sure once the last page was handed on. */
  truncated = false;
  /** Rows of the whole list, where the first page was not all and the list was counted. */
  matched: number | undefined;
  /** Since when the oldest of what was read has not been held against its store. */
  asOf = Date.now();
  /** Sources of which an older copy was read, because they are out of order. */
  readonly stale = new Set<string>();
  /** What the pages so far cost each source. */
  readonly costs: Record<string, Pick<Cost, 'statements' | 'rows' | 'hits'>> = {};

  constructor(readonly reads: ExportReads) {}

  /**
   * Reads the first page, and counts the list where that is not all of it.
   * @returns the pages, one after the other, once
   */
  async open(context: Context): Promise<AsyncGenerator<Page['rows']>> {
    return this.#all(await this.#noting(context, () => this.#first(context)));
  }

  async #first(context: Context): Promise<Page> {
    const { plan, maxRows, pageRows } = this.reads;
    // What is read at once has no next page: what it has beyond an export's rows is left out of the file instead.
    const first = await this.#read(context, undefined, plan.connection ? Math.min(pageRows, maxRows) : pageRows);
    if (!plan.connection) this.matched = first.rows.length;
    else if (first.next !== null && !plan.connection.isResumed) this.matched = await this.#count(context);
    return first;
  }

  get willBeTruncated(): boolean {
    return (this.matched ?? 0) > this.reads.maxRows;
  }

  async *#all(first: Page): AsyncGenerator<Page['rows']> {
    const { maxRows, pageRows } = this.reads;
    let page = first;
    while (true) {
      const rows = page.rows.slice(0, maxRows - this.count);
      this.count += rows.length;
      this.pages += 1;
      this.truncated = rows.length < page.rows.length || (page.next !== null && this.count >= maxRows);
      yield rows;
      if (page.next === null || this.count >= maxRows) return;
      const context = await this.reads.contextOfPage();
      const { next } = page;
      page = await this.#noting(context, () => this.#read(context, next, Math.min(pageRows, maxRows - this.count)));
    }
  }

  async #read(context: Context, after: string | undefined, first: number): Promise<Page> {
    const { plan } = this.reads;
    const data = await this.#execute(pageDocument(plan, { first, after }), context);
    if (plan.list.cutBy && valueAt(data, [...plan.list.cutBy, CUT]) === true) throw tooMany(plan, first);
    const told = plan.connection && valueAt(data, [...plan.connection.path, PAGE]);
    // What the list hangs on was there at the first page: an end like this would pass for that of the list.
    if (plan.connection && told === null && after !== undefined)
      throw new NotThere(plan.connection.path.join('.'), 'is not there any more');
    const next = valueAt(told, ['hasNextPage']) === true ? (valueAt(told, ['endCursor']) as string) : null;
    return { rows: [...rowsOf(data, plan.shape)], next };
  }

  async #count(context: Context): Promise<number> {
    const { plan } = this.reads;
    const data = await this.#execute(countDocument(plan), context);
    return Number(valueAt(data, [...(plan.connection?.path ?? []), 'totalCount']));
  }

  async #execute(document: DocumentNode, context: Context): Promise<unknown> {
    const { data, errors } = await this.reads.execute(document, context);
    if (errors && errors.length > 0) throw new PageFailed(errors);
    return data;
  }

  async #noting<T>({ costs }: Context, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } finally {
      for (const [source, cost] of costs) this.#note(source, cost);
    }
  }

  #note(source: string, { statements, rows, hits, asOf, stale }: Cost): void {
    const known = this.costs[source] ?? { statements: 0, rows: 0, hits: 0 };
    this.costs[source] = {
      statements: known.statements + statements,
      rows: known.rows + rows,
      hits: known.hits + hits,
    };
    this.asOf = Math.min(this.asOf, asOf ?? this.asOf);
    if (stale) this.stale.add(source);
  }
}

function tooMany({ list }: ExportPlan, first: number): LimitExceeded {
  const said = list.isSized
    ? `${first} rows that it brings at once; ask for a shorter window`
    : 'rows were asked for; ask for more, or for less of it';
  return new LimitExceeded(`The list has more than the ${said}`, { what: 'rows' });
}
