import { SourceTimeout } from '../../errors.js';
import type { Row, RowSource, Selection } from '../row-source.js';
import type { Taking } from '../sent-rows.js';
import type { Dialect } from '../sql/dialect.js';
import { faultOf, masked } from './driver-fault.js';
import { askedLastChanges } from './last-changes.js';
import { runQuery } from './query.js';
import type { Session } from './session.js';
import { type Asked, askedAlone, askedEach, askedTogether } from './statement.js';
import type { Losses } from './values.js';

export interface SnowflakeReads {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly source: string;
  /** A statement's deadline, logins and the retry included. */
  readonly timeoutMs: number;
  /** Told where values could not be given as they are. */
  readonly onLosses?: (label: string, losses: Losses) => void;
}

/** The rows of an account, and when its views last changed. */
export interface SnowflakeSource extends RowSource {
  /** The server's own word for each view's last change; no warehouse runs for it. */
  lastChanges(views: readonly string[]): Promise<(string | null)[]>;
  /** What is asked of the account and not of rows. */
  ask<T>(asked: Asked<T>): Promise<T>;
  /** Hands the rows over as they come; what is lost on the way is not asked again, as some of it was taken already. */
  stream(selection: Selection, taking: Taking, signal?: AbortSignal): Promise<void>;
}

/** Rows out of Snowflake. What is lost with a session or on the way is asked once more; a deadline ends on the server. */
export function snowflakeSource(reads: SnowflakeReads): SnowflakeSource {
  return {
    select: async (selection, signal) => answer(reads, askedAlone(selection, reads.dialect), signal),
    aggregate: async (aggregation, signal) => answer(reads, askedAlone(aggregation, reads.dialect), signal),
    readAll: async (all, signal) => answer<Row[][]>(reads, askedTogether(all, reads.dialect), signal),
    lastChanges: async (views) => answer(reads, askedLastChanges(views, reads.dialect)),
    ask: (asked) => answer(reads, asked),
    stream: async (selection, taking, signal) => answer(reads, askedEach(selection, reads.dialect, taking), signal, 0),
    close: () => reads.session.close(),
  };
}

async function answer<T>(reads: SnowflakeReads, asked: Asked<T>, signal?: AbortSignal, again = 1): Promise<T> {
  signal?.throwIfAborted();
  const { source, timeoutMs } = reads;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new SourceTimeout(source, timeoutMs)), timeoutMs);
  const until = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
  try {
    return await attempt(reads, asked, until).catch((error: unknown) => {
      until.throwIfAborted();
      if (again === 0 || !['session', 'network'].includes(faultOf(error))) throw error;
      return attempt(reads, asked, until);
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw masked(error, source, timeoutMs);
  } finally {
    clearTimeout(timer);
  }
}

async function attempt<T>(reads: SnowflakeReads, asked: Asked<T>, signal: AbortSignal): Promise<T> {
  const { session, timeoutMs, onLosses } = reads;
  const connection = await orLeave(session.connection(), signal);
  const losses: Losses = { misfits: 0, inexact: 0 };
  const gathering = asked.gather(losses);
  const query = { ...asked.statement, tag: tagOf(asked), seconds: Math.ceil(timeoutMs / 1000) };
  try {
    await runQuery(connection, query, gathering, signal);
  } catch (error) {
    if (faultOf(error) === 'session') await session.drop(connection);
    throw error;
  }
  if (losses.misfits + losses.inexact > 0) onLosses?.(asked.label, losses);
  return gathering.found();
}

/** Most characters of a label in a tag; the server takes 2,000 in all. */
const MOST_LABEL = 1_000;

/** JSON, so that the server's history can be asked by it. */
function tagOf({ label, requestId }: Asked<unknown>): string {
  return JSON.stringify({ app: 'wellgraph', label: label.slice(0, MOST_LABEL), requestId });
}

/** The answer, or the signal's reason as soon as it is given. */
function orLeave<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
