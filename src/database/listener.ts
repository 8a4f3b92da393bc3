import pg from 'pg';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Listens on a connection of its own, which is made again where it is lost. What was said in between is not heard, so
 * `ring` is called each time that it listens again, as if something had been said.
 * @returns  stops it
 */
export function listen(config: pg.ClientConfig, channel: string, ring: () => void): () => void {
  let current: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pause = FIRST_PAUSE_MS;
  let isOver = false;
  const connect = async () => {
    const client = new pg.Client({ ...config, keepAlive: true, application_name: 'wellgraph listener' });
    current = client;
    const lose = () => {
      if (current !== client || isOver) return;
      current = undefined;
      client.end().catch(() => {});
      timer = setTimeout(connect, pause).unref();
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    };
    client.on('error', lose).on('end', lose).on('notification', ring);
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      pause = FIRST_PAUSE_MS;
      ring();
    } catch {
      lose();
    }
    if (isOver) await client.end().catch(() => {});
  };
  void connect();
  return () => {
    isOver = true;
    clearTimeout(timer);
    current?.end().catch(() => {});
  };
}
