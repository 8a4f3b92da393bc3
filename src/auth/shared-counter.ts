import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Counter } from './admission.js';

export interface SharedCounter extends Counter {
  close(): void;
}

type Log = Pick<Logger, 'info' | 'warn'>;

/** What a request may wait for the count before it is counted in memory. */
const COMMAND_MS = 250;
const CONNECT_MS = 2_000;
const LONGEST_RETRY_MS = 5_000;

/**
 * Counts in Redis, for all copies of the gateway together. While Redis does not answer each copy counts for itself; the
 * log says when that begins and ends. Redis need not be there at the start.
 */
export async function sharedCounter(url: string, ratePerMinute: number, log: Log): Promise<SharedCounter> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    retryStrategy: (times) => Math.min(times * 200, LONGEST_RETRY_MS),
  });
  const outage = new Outage(log);
  redis.on('error', (err) => outage.begin(err));
  redis.on('ready', () => outage.end());
  await Promise.race([once(redis, 'ready'), once(redis, 'error')]).catch(() => {});
  const limits = { points: Math.max(1, ratePerMinute), duration: 60 };
  const shared = new RateLimiterRedis({
    ...limits,
    storeClient: redis,
    keyPrefix: 'wellgraph:rate',
    rejectIfRedisNotReady: true,
  });
  const own = new RateLimiterMemory(limits);
  const consume = async (key: string) => {
    const word = hidden(key);
    try {
      const counted = await shared.consume(word);
      outage.seemsOver();
      return counted;
    } catch (answer) {
      if (!(answer instanceof Error)) throw answer; // the library's way to say that there were too many
      outage.begin(answer);
      return own.consume(word);
    }
  };
  return { consume, close: () => redis.disconnect() };
}
/** Who asks is nobody's business who can look into Redis. */
const hidden = (key: string) => createHash('sha256').update(key).digest('base64url');

const QUIET_MS = 5_000;

/** Logs that Redis is gone, once, and that it is back: at once when it connects, later where it only answers again. */
class Outage {
  #since: number | undefined;

  constructor(readonly log: Log) {}

  begin(err: unknown): void {
    if (this.#since === undefined)
      this.log.warn({ err }, 'requests are counted by this copy alone: Redis does not answer');
    this.#since = Date.now();
  }

  end(): void {
    if (this.#since !== undefined) this.log.info('requests are counted in Redis again');
    this.#since = undefined;
  }

  seemsOver(): void {
    if (this.#since !== undefined && Date.now() - this.#since > QUIET_MS) this.end();
  }
}
