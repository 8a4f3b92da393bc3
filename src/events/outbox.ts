import type { EventStore } from './event-store.js';

/** A place in the order of all events: who has seen one has seen all before it. */
export interface Position {
  /** The transaction that wrote it, and its number in the outbox; both as text. */
  readonly writtenBy: string;
  readonly seq: string;
}

/** What decides over who hears of an event. */
export interface Routed {
  readonly entity: string;
  readonly network: string | null;
  readonly unit: string | null;
  readonly facility: string | null;
  readonly route: string | null;
}

/** An event as subscribers hear of it. */
export interface SentEvent extends Position, Routed {
  readonly rowId: string;
  readonly version: number;
  readonly kind: string;
  readonly actor: string;
  readonly at: string;
}

/** Events of one read. */
export const PAGE = 500;

/**
 * Numbers are given before they are committed, so a lesser one may be seen later than a greater one. Nothing below the
 * oldest transaction that still runs can come any more: what is below is complete, and in this order for ever.
 */
const SETTLED = 'pg_snapshot_xmin(pg_current_snapshot())';
const NOW = `select ${SETTLED}::text as "writtenBy", '0' as seq`;
const AFTER = `select sent.written_by::text as "writtenBy", sent.seq::text as seq, sent.entity, sent.row_id as "rowId",
    sent.network, sent.unit, sent.facility, sent.route, event.version, event.kind, event.actor,
    to_json(event.recorded_at) #>> '{}' as at
  from ops.outbox as sent join ops.event as event on event.seq = sent.event_seq
  where (sent.written_by, sent.seq) > ($1::xid8, $2::bigint) and sent.written_by < ${SETTLED}
  order by sent.written_by, sent.seq limit ${PAGE}`;
const MORE = `select exists (select from ops.outbox where (written_by, seq) > ($1::xid8, $2::bigint)) as found`;
const KEPT = `select entity, network, unit, facility, route from ops.outbox
  where written_by = $1::xid8 and seq = $2::bigint`;

/** Before everything that is not settled yet. */
export async function positionNow(store: EventStore): Promise<Position> {
  const [now] = await store.read<Position>(NOW);
  if (!now) throw new Error('The database has no snapshot');
  return now;
}

/** The next settled events after a position, in their order. */
export const eventsAfter = (store: EventStore, { writtenBy, seq }: Position): Promise<SentEvent[]> =>
  store.read<SentEvent>(AFTER, [writtenBy, seq]);

/** Whether there is anything after a position, settled or not. */
export const isMoreAfter = (store: EventStore, position: Position) => found(store, MORE, position);

/** The event of this position, as long as the outbox has it: what is older than it may be forgotten otherwise. */
export async function keptEvent(store: EventStore, { writtenBy, seq }: Position): Promise<Routed | undefined> {
  return (await store.read<Routed>(KEPT, [writtenBy, seq]))[0];
}

async function found(store: EventStore, text: string, { writtenBy, seq }: Position): Promise<boolean> {
  return (await store.read<{ found: boolean }>(text, [writtenBy, seq]))[0]?.found ?? false;
}

export function isAfter(one: Position, other: Position): boolean {
  const [left, right] = [BigInt(one.writtenBy), BigInt(other.writtenBy)];
  return left === right ? BigInt(one.seq) > BigInt(other.seq) : left > right;
}
