import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { translated } from './grammar.js';
import { Refused } from './tokens.js';
import { type Answer, ServerError, type Warehouse, type WireBind } from './warehouse.js';
import type { WireCell } from './wire-values.js';

/** What a client asks for, as the wire has it. */
export interface Request {
  readonly sqlText: string;
  readonly bindings?: Readonly<Record<string, WireBind>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface Statement extends Request {
  readonly id: string;
  readonly requestId: string;
  readonly answer: Promise<Answer>;
  readonly stop: AbortController;
  /** Whether it was stopped by an abort request, and not by its end. */
  cancelled: boolean;
}

/** A statement begins, or has ended either way. */
export interface Moment {
  readonly what: 'began' | 'ended';
  readonly label: string;
  readonly at: number;
}

const NEEDED = { TIMEZONE: 'UTC', TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_NTZ', QUOTED_IDENTIFIERS_IGNORE_CASE: false };

/** Statements that run or have run. One sent twice with the same id, as after a lost answer, runs once. */
export class Statements {
  readonly #byRequest = new Map<string, Statement>();
  /** Every statement that wanted a warehouse, in the order they came. */
  readonly asked: Statement[] = [];
  /** Statements that the gateway's builders could not have written. */
  readonly refused: string[] = [];
  /** When statements began and ended, in that order. */
  readonly log: Moment[] = [];
  /** Chunks of results, by the last part of their addresses. */
  readonly chunks = new Map<string, () => string | Promise<string>>();
  #awake = async (): Promise<void> => {};

  constructor(readonly warehouse: Warehouse) {}

  /** The warehouse sleeps: the next statement wakes it, and all wait until it is awake. */
  suspend(resumeMs: number): void {
    let waking: Promise<void> | undefined;
    this.#awake = () => {
      waking ??= pause(resumeMs);
      return waking;
    };
  }

  start(requestId: string, request: Request, latencyMs: number): Statement {
    const known = this.#byRequest.get(requestId);
    if (known) return known;
    const stop = new AbortController();
    const answer = this.#run(request, latencyMs, stop.signal);
    const statement: Statement = { ...request, id: randomUUID(), requestId, answer, stop, cancelled: false };
    const note = (what: Moment['what']) => this.log.push({ what, label: labelOf(request), at: performance.now() });
    note('began');
    answer.catch(() => {}).finally(() => note('ended'));
    this.#byRequest.set(requestId, statement);
    this.asked.push(statement);
    return statement;
  }

  find(id: string): Statement | undefined {
    return this.asked.find((statement) => statement.id === id || statement.requestId === id);
  }

  cancel(id: string): void {
    const statement = this.find(id);
    if (!statement) return;
    statement.cancelled = true;
    statement.stop.abort();
  }

  async #run({ sqlText, bindings, parameters }: Request, latencyMs: number, signal: AbortSignal): Promise<Answer> {
    const sql = this.#checked(sqlText, parameters);
    try {
      await Promise.race([this.#awake(), aborted(signal)]);
    } catch {
      throw new ServerError('000604', 'SQL execution canceled');
    }
    // What DuckDB takes is part of what the statement takes, and not added to it.
    const waited = latencyMs > 0 && pause(latencyMs, undefined, { signal });
    const [answer] = await Promise.allSettled([this.warehouse.run(sql, bindings ?? {}, signal), waited]);
    if (answer.status === 'rejected') throw answer.reason;
    if (signal.aborted) throw new ServerError('000604', 'SQL execution canceled');
    return answer.value;
  }

  #checked(sqlText: string, parameters: Request['parameters']): string {
    try {
      for (const [name, value] of Object.entries(NEEDED))
        if (parameters?.[name] !== value) throw new Refused(`${name} is left to the account`);
      if (!parameters?.QUERY_TAG) throw new Refused('without a tag');
      return translated(sqlText);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused.push(`${error.message}\n  in: ${sqlText}`);
      throw new ServerError('001003', `SQL compilation error: ${error.message}`);
    }
  }

  /** The body of an answer: the first rows, and addresses for the rest. */
  async dataOf({ columns, rows, later }: Answer, queryId: string, address: string, chunkRows: number): Promise<object> {
    const count = later?.count ?? rows.length;
    const textOf = (from: number, to: number) => later?.text(from, to) ?? rowsText(rows.slice(from, to));
    const chunks = [];
    for (let from = chunkRows; from < count; from += chunkRows) {
      const to = Math.min(from + chunkRows, count);
      const name = randomUUID();
      this.chunks.set(name, () => textOf(from, to));
      chunks.push({ url: `${address}/chunks/${name}`, rowCount: to - from, uncompressedSize: 1, compressedSize: 1 });
    }
    const first = later ? JSON.parse(`[${await later.text(0, Math.min(chunkRows, count))}]`) : rows.slice(0, chunkRows);
    const more = chunks.length > 0 ? { chunks, chunkHeaders: {} } : {};
    return {
      queryId,
      rowtype: columns,
      rowset: first,
      returned: count,
      total: count,
      ...more,
      version: 1,
      parameters: [],
      statementTypeId: 4096,
    };
  }
}

/** What the gateway calls the statement. */
const labelOf = ({ sqlText }: Request) => /^\/\* wellgraph (.*?) \*\//.exec(sqlText)?.[1] ?? sqlText;

/** Rows with commas between them and no brackets around: so the server keeps chunks. */
const rowsText = (rows: readonly (readonly WireCell[])[]) => rows.map((row) => JSON.stringify(row)).join(',');

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
