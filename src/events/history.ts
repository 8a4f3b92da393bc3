import type { EventStore } from './event-store.js';
import { tableOf } from './stored-columns.js';
import type { Patch, RecordedEvent } from './write.js';

const EVENTS = `select seq as sequence, version, kind, patch, actor, role, request_id as "requestId",
    client_request_id as "clientRequestId", to_json(client_at) #>> '{}' as "clientAt",
    to_json(recorded_at) #>> '{}' as "recordedAt"
  from ops.event where entity = $1 and row_id = $2 order by version`;

/** The record's events, the first one first; none where there is no such record. */
export function historyOf(store: EventStore, entity: string, rowId: string): Promise<RecordedEvent[]> {
  return store.read<RecordedEvent>(EVENTS, [entity, rowId]);
}

/**
 * The record as it stood at an instant, without the columns that the database works out. What was recorded by then is
 * told by the database's clock, and among versions by their order: a clock that was set back takes none away.
 */
export async function stateAsOf(
  store: EventStore,
  entity: string,
  rowId: string,
  at: Date,
): Promise<Patch | undefined> {
  const columns = (await store.columns(entity)).map((name) => `'${name.replaceAll("'", "''")}'`).join(', ');
  const text = `select (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(state)) where key in (${columns})) as state
    from (select jsonb_object_agg(key, value order by version) as merged from ops.event, jsonb_each(patch)
      where entity = $1 and row_id = $2 and version <= (
        select max(version) from ops.event where entity = $1 and row_id = $2 and recorded_at <= $3)) as stream,
      jsonb_populate_record(null::${tableOf(entity)}, merged) as state
    where merged is not null`;
  return (await store.read<{ state: Patch }>(text, [entity, rowId, at]))[0]?.state;
}
