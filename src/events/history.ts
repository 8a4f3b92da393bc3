import pg from 'pg';
import type { EventStore } from './event-store.js';
import { madeColumns } from './made-columns.js';
import { tableOf } from './stored-columns.js';
import type { Patch, RecordedEvent } from './write.js';

const EVENTS = `select row_id as "rowId", seq as sequence, version, kind, patch, actor, role, request_id as "requestId",
    client_request_id as "clientRequestId", to_json(client_at) #>> '{}' as "clientAt",
    to_json(recorded_at) #>> '{}' as "recordedAt"
  from ops.event where entity = $1 and row_id = any($2::uuid[]) order by row_id, version limit $3`;

export type EventOf = RecordedEvent & { readonly rowId: string };

/** Events of these records, each record's first one first; of all of them at most so many. */
export const historiesOf = (store: EventStore, entity: string, rowIds: readonly string[], limit: number | null) =>
  store.read<EventOf>(EVENTS, [entity, rowIds, limit]);

/** The record's events, the first one first; none where there is no such record. */
export const historyOf = (store: EventStore, entity: string, rowId: string): Promise<RecordedEvent[]> =>
  historiesOf(store, entity, [rowId], null);

/**
 * Records as they stood at an instant, by their ids; those that were not there yet are not among them. What was recorded by
 * then is told by the database's clock, and among versions by their order: a clock that was set back takes none away.
 */
export async function statesAsOf(
  store: EventStore,
  entity: string,
  rowIds: readonly string[],
  at: Date | string,
): Promise<ReadonlyMap<string, Patch>> {
  const stored = (await store.columns(entity)).map((name) => pg.escapeLiteral(name)).join(', ');
  const made = (await madeColumns(store, entity)).map(({ name, made }) => `${pg.escapeLiteral(name)}, ${made}`);
  const text = `with until as (select row_id, max(version) as last from ops.event
      where entity = $1 and row_id = any($2::uuid[]) and recorded_at <= $3 group by row_id),
    stream as (select row_id as id, jsonb_object_agg(key, value order by version) as merged
      from ops.event join until using (row_id), jsonb_each(patch) where entity = $1 and version <= last group by row_id)
    select id, (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(state)) where key in (${stored}))
      || jsonb_build_object(${made.join(', ')}) as state
    from stream, jsonb_populate_record(null::${tableOf(entity)}, merged) as state`;
  const rows = await store.read<{ id: string; state: Patch }>(text, [entity, rowIds, at]);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** The record as it stood at an instant; undefined where it was not there yet. */
export async function stateAsOf(store: EventStore, entity: string, rowId: string, at: Date | string) {
  return (await statesAsOf(store, entity, [rowId], at)).get(rowId);
}
