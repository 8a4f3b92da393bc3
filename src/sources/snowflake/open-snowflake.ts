import { SourceUnavailable } from '../../errors.js';
import type { RowSource } from '../row-source.js';
import { around } from '../around.js';
import { breaking } from './breaking.js';
import { checkAccount } from './check-account.js';
import { snowflakeDialect } from './dialect.js';
import { askedColumns, askedTime, type Described } from './inspect.js';
import { limited, type QueueLimits } from './limited.js';
import { type Account, loginTo } from './login.js';
import { Session } from './session.js';
import { type SnowflakeReads, type SnowflakeSource, snowflakeSource } from './snowflake-source.js';

export interface SnowflakeOptions extends Account, QueueLimits {
  /** What clients know the source by. */
  readonly source: string;
  readonly timeoutMs: number;
  readonly retryAfterMs?: number;
  readonly log: { readonly warn: (fields: object, message: string) => void };
}

export interface OpenedSnowflake {
  readonly source: RowSource;
  /** The same rows with a longer deadline, for whole views, which nobody waits for. */
  readonly whole: RowSource;
  /** The account's own word for each view's last change; no warehouse runs for it. @throws SourceSchema where it gives none */
  readonly lastChanges: (views: readonly string[]) => Promise<readonly (string | null)[]>;
  /** The columns of all views, as the account describes them. */
  readonly columns: () => Promise<readonly Described[]>;
  /** The account's clock. */
  readonly time: () => Promise<number>;
  /** Rows handed over one by one, for what is copied, with the longest deadline. */
  readonly stream: SnowflakeSource['stream'];
  readonly status: () => 'up' | 'down';
}

const RETRY_AFTER_MS = 15_000;
const WHOLE_TIMEOUT_MS = 120_000;
const STREAM_TIMEOUT_MS = 1_800_000;

/**
 * The views of a Snowflake account as a source of rows: queue, then breaker, then the statement with its deadline. An
 * account that does not answer now may do so later; one that refuses stops the start.
 * @throws Error naming the setting that the account refuses
 */
export async function openSnowflake(options: SnowflakeOptions): Promise<OpenedSnowflake> {
  const { source: name, timeoutMs, log } = options;
  const session = new Session(loginTo(options, timeoutMs));
  await checkAccount(session, options, timeoutMs).catch(async (error: unknown) => {
    await session.close();
    throw error;
  });
  const reads = readsOf(options, session);
  const account = snowflakeSource(reads);
  const guarded = breaking(account, name, {
    retryAfterMs: options.retryAfterMs ?? RETRY_AFTER_MS,
    onChange: (isOpen) => log.warn({ source: name }, isOpen ? 'does not answer' : 'answers again'),
  });
  const unlessOpen = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (guarded.isOpen()) throw new SourceUnavailable(name, new Error('the breaker is open'));
    return ask();
  };
  return {
    source: limited(guarded, name, options),
    whole: around(snowflakeSource({ ...reads, timeoutMs: WHOLE_TIMEOUT_MS }), unlessOpen),
    lastChanges: (views) => unlessOpen(() => account.lastChanges(views)),
    columns: () => account.ask(askedColumns(options)),
    time: () => account.ask(askedTime()),
    stream: snowflakeSource({ ...reads, timeoutMs: STREAM_TIMEOUT_MS }).stream,
    status: () => (guarded.isOpen() ? 'down' : 'up'),
  };
}

function readsOf(options: SnowflakeOptions, session: Session): SnowflakeReads {
  const { source, timeoutMs, log } = options;
  return {
    session,
    dialect: snowflakeDialect(options),
    source,
    timeoutMs,
    onLosses: (label, losses) => log.warn({ source, label, ...losses }, 'values could not be given as they are'),
  };
}
