import type { Readable } from 'node:stream';
import type { Connection, RowStatement } from 'snowflake-sdk';
import type { Bound } from '../sql/dialect.js';
import { bindable } from './dialect.js';
import { rowsIn } from './unread.js';

/** A statement as the server gets it. */
export interface Query {
  readonly text: string;
  readonly values: readonly Bound[];
  /** What the server's history shows beside it. */
  readonly tag: string;
  /** When the server stops it by itself, should our own cancel not reach it. */
  readonly seconds: number;
}

/** What is done with a statement's rows. */
interface Taking {
  /** Told of the statement before its rows are read. */
  readonly begun?: (statement: RowStatement) => void;
  /** Takes a row; the next is read when what it returns is there, and none where that is false. */
  readonly take: (cells: readonly unknown[]) => boolean | Promise<boolean>;
  /** Whether it takes parts of a result that are left unread as they are, and not row by row. */
  readonly parts?: boolean;
}

/** Most milliseconds that rows are read in one go, while everybody else waits. */
const TURN_MS = 20;

/**
 * Runs a statement and hands over its rows, cells in the order of its columns, until `take` says false. Where the signal
 * is given it is cancelled on the server, and the caller is let go at once with the signal's reason.
 */
export function runQuery(connection: Connection, query: Query, taking: Taking, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    let rows: Readable | undefined;
    const sent = send(connection, query, (error, statement) => {
      if (error || signal.aborted) return settle(error ?? signal.reason);
      taking.begun?.(statement);
      rows = statement.streamRows();
      readRows(rows, taking).then(() => settle(), settle);
    });
    const stop = () => {
      settle(signal.reason);
      sent.cancel(() => {});
      rows?.destroy();
    };
    const settle = (error?: unknown) => {
      signal.removeEventListener('abort', stop);
      if (error === undefined) resolve();
      else reject(error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}

type Done = (error: Error | undefined, statement: RowStatement) => void;

function send(connection: Connection, { text, values, tag, seconds }: Query, done: Done): RowStatement {
  return connection.execute({
    sqlText: text,
    binds: values.map(bindable),
    streamResult: true,
    // What the account or user has set must not change what a statement means.
    parameters: {
      QUERY_TAG: tag,
      STATEMENT_TIMEOUT_IN_SECONDS: seconds,
      TIMEZONE: 'UTC',
      TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_NTZ',
      QUOTED_IDENTIFIERS_IGNORE_CASE: false,
    },
    complete: (error, statement) => done(error, statement as RowStatement),
  }) as RowStatement;
}

async function readRows(given: Readable, { take, parts }: Taking): Promise<void> {
  let turn = performance.now();
  for await (const each of given) {
    for (const cells of parts ? [each] : rowsIn(each)) {
      const goesOn = take(cells);
      if (goesOn !== true && !(await goesOn)) return; // leaving the loop ends the stream
      if (performance.now() - turn < TURN_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turn = performance.now();
    }
  }
}
