import type { Row } from '../row-source.js';
import type { Shared } from './shared.js';

interface Log {
  readonly warn: (fields: object, message: string) => void;
}

/** A part that is larger is not shared: to read it again costs about as much. */
const MOST_BYTES = 1_000_000;
/** A cache that does not answer by then is no help. */
const TIMEOUT_MS = 250;

/**
 * Answers in a Redis or Valkey server, for all gateways of the same `space`. What it does not answer in time counts as not
 * there, so it may stop and come back as it likes. The driver is imported only here.
 */
export async function redisCache(url: string, space: string, keptSeconds: number, log: Log): Promise<Shared> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    commandTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    retryStrategy: (times) => Math.min(times * 200, 5_000),
  });
  let isUp = true;
  const is = (up: boolean, err?: unknown) => {
    if (up !== isUp) log.warn({ err }, up ? 'the shared cache answers again' : 'the shared cache does not answer');
    isUp = up;
  };
  redis.on('error', (err) => is(false, err));
  redis.on('ready', () => is(true));
  await new Promise((resolve) => redis.once('ready', resolve).once('error', resolve));
  const keyOf = (token: string) => (id: string) => `wellgraph:${space}:${token}:${id}`;
  return {
    async get(token, ids) {
      if (redis.status !== 'ready' || ids.length === 0) return [];
      const texts = await redis.mget(...ids.map(keyOf(token))).catch(() => []);
      return texts.map(rowsIn);
    },
    async set(token, parts) {
      if (redis.status !== 'ready') return;
      const texts = parts.map(({ id, rows }) => ({ key: keyOf(token)(id), text: JSON.stringify(rows) }));
      const writes = texts.filter(({ text }) => text.length <= MOST_BYTES);
      await Promise.all(writes.map(({ key, text }) => redis.set(key, text, 'EX', keptSeconds))).catch(() => {});
    },
    close: async () => redis.disconnect(),
  };
}

/** What somebody else has put there, in another form, is as if it were not there. */
function rowsIn(text: string | null): Row[] | undefined {
  try {
    const rows: unknown = JSON.parse(text ?? 'null');
    return Array.isArray(rows) ? rows : undefined;
  } catch {
    return undefined;
  }
}
