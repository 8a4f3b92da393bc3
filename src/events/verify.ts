import pg from 'pg';
import type { EventStore } from './event-store.js';
import { tableOf } from './stored-columns.js';

/** A record whose state is not what its events lead to. */
export interface Mismatch {
  readonly entity: string;
  readonly rowId: string;
  /** Columns that differ; none where the record is missing on one side. */
  readonly columns: readonly string[];
  readonly fault: 'no events' | 'no state' | 'differs' | 'gap in versions';
}

/** Mismatches told of one entity; there may be more. */
export const MOST_TOLD = 100;

/** Rebuilds every record of these entities from its events and holds it against its state table. */
export async function verify(store: EventStore, entities: readonly string[]): Promise<Mismatch[]> {
  const found: Mismatch[] = [];
  for (const entity of entities) {
    const text = comparison(entity, await store.columns(entity));
    const rows = await store.read<Mismatch>(text, [entity]);
    found.push(...rows.map((row) => ({ ...row, entity })));
  }
  return found;
}

/** How many events there are. */
export async function eventCount(store: EventStore): Promise<string> {
  const text = 'select count(*) as events from ops.event';
  const [counted] = await store.read<{ events: string }>(text);
  return counted?.events ?? '0';
}

/** Entities that have events and no state table among these: nothing would hold theirs together. */
export async function strangers(store: EventStore, entities: readonly string[]): Promise<string[]> {
  const text = 'select distinct entity from ops.event where entity <> all($1) order by entity';
  const rows = await store.read<{ entity: string }>(text, [entities]);
  return rows.map(({ entity }) => entity);
}

function comparison(entity: string, columns: readonly string[]): string {
  const table = tableOf(entity);
  const differing = columns.map((name) => {
    const column = pg.escapeIdentifier(name);
    return `case when state.${column} is distinct from made.${column} then ${pg.escapeLiteral(name)} end`;
  });
  return `with stream as (
  select row_id, jsonb_object_agg(key, value order by version) as merged from ops.event, jsonb_each(patch)
  where entity = $1 group by row_id),
counted as (select row_id, count(*) as events, max(version) as last from ops.event where entity = $1 group by row_id),
compared as (
  select coalesce(state.row_id, stream.row_id) as "rowId",
    case when stream.row_id is null then 'no events' when state.row_id is null then 'no state'
      when events <> last or last <> state.row_version then 'gap in versions' else 'differs' end as fault,
    case when stream.row_id is null or state.row_id is null then array[]::text[]
      else array_remove(array[${differing.join(', ')}]::text[], null) end as columns
  from stream join counted using (row_id) cross join lateral jsonb_populate_record(null::${table}, merged) as made
  full join ${table} as state on state.row_id = stream.row_id)
select "rowId", fault, columns from compared where fault <> 'differs' or cardinality(columns) > 0
order by "rowId" limit ${MOST_TOLD}`;
}
