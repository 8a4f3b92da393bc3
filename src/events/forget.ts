import type { EventStore } from './event-store.js';

const HOUR_MS = 3_600_000;

/**
 * Forgets, once an hour, requests and outbox rows that are older than thirty days of the database's clock. However many
 * gateways do it, it is done once.
 * @returns  stops it
 */
export function forgetHourly(store: () => Promise<EventStore>, onFailure: (error: unknown) => void): () => void {
  const forget = async () => {
    await (await store()).read("select ops.forget_requests('30 days')");
  };
  const timer = setInterval(() => void forget().catch(onFailure), HOUR_MS).unref();
  return () => clearInterval(timer);
}
