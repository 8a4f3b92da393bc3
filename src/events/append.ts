import pg from 'pg';
import { toldTo } from '../sources/postgres/viewer-settings.js';
import { tableOf } from './stored-columns.js';
import type { Request, Write } from './write.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Columns that the store itself fills, by the database's clock and from who asks; tables that lack one go without. */
const AT = 'transaction_timestamp()';
const quoted = (names: readonly string[]) => names.map((name) => pg.escapeIdentifier(name)).join(', ');
const EVENT = `entity, row_id, version, kind, patch, actor, role, request_id, client_request_id, client_at`;

/** What an event is made of, of the row that its state now is. */
const event = (isNew: boolean) => `$2, $3::uuid, $4::int + 1, $5,
  (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(state))
    where key = any($6::text[])${isNew ? " and value <> 'null'" : ''}), $7, $8, $9, $10, $11::timestamptz`;
const SENT = `sent as (insert into ops.outbox (event_seq, entity, row_id, network, unit, facility, route)
  select seq, entity, row_id, $12, $13, $14, $15 from event)`;

/**
 * One statement that changes the record's state, appends the event, puts it into the outbox and keeps its number with the
 * request's key. It answers the event's `seq`; no row where the record has another version than expected. The patch that
 * the event keeps is what the table made of the values, so that state and events cannot differ by a rounding.
 *
 * @param stored  the columns of the state table that can be written
 * @throws Error  a column that the table does not have: a fault of the command
 */
export function appendStatement(write: Write, request: Request, stored: readonly string[]): Statement {
  const { names, dated, values } = writing(write, request, stored);
  const isNew = write.expectedVersion === 0;
  const state = isNew ? creation(write, names, dated) : change(write, names, dated);
  return {
    text: `with state as (${state} returning ${isNew ? '*' : 'state.*'}),
event as (insert into ops.event (${EVENT}) select ${event(isNew)} from state returning seq, entity, row_id),
${SENT},
kept as (update ops.idempotency set seq = event.seq from event where actor = $7 and client_request_id = $10)
select seq from event`,
    values,
  };
}

/**
 * The same of a request that makes one record, with the request's key in it: all of it or nothing without a transaction
 * around it. It answers no row where the key is taken, or where its connection was not told of its records: so it may be
 * sent right behind that.
 *
 * @param attempt  which try it is: one that lost the answer knows its own work by it
 * @throws Error  as `appendStatement`
 */
export function createStatement(write: Write, request: Request, stored: readonly string[], attempt: string): Statement {
  const { names, dated, values } = writing(write, request, stored);
  const { command, bodyHash, outcome } = request;
  return {
    text: `with taken as (
  insert into ops.idempotency (actor, client_request_id, seq, command, body_hash, attempt, outcome)
  select $7, $10, nextval('ops.event_seq_seq'), $16, $17, $18::uuid, $19::jsonb
  where current_setting('wellgraph.told', true) = $20 on conflict do nothing returning seq),
state as (${creation(write, names, dated)} where exists (select from taken) returning *),
event as (insert into ops.event (seq, ${EVENT}) overriding system value
  select taken.seq, ${event(true)} from state, taken returning seq, entity, row_id),
${SENT}
select seq from event`,
    values: [...values, command, bodyHash, attempt, JSON.stringify(outcome), toldTo(request.within)],
  };
}

function writing(write: Write, request: Request, stored: readonly string[]) {
  const unknown = Object.keys(write.patch).filter((name) => !stored.includes(name) || OWN.has(name));
  if (unknown.length > 0) throw new Error(`${write.entity} has no ${unknown.join(', ')} that a command may write`);
  const patch = { ...write.patch, ...ownValues(write, request, stored) };
  const dated = datedColumns(write).filter((name) => stored.includes(name));
  const names = Object.keys(patch);
  const kept = write.expectedVersion === 0 ? stored : [...names, ...dated];
  return { names, dated, values: [JSON.stringify(patch), ...valuesOf(write, request, kept)] };
}

function valuesOf(write: Write, request: Request, kept: readonly string[]) {
  const { entity, rowId, expectedVersion, kind, routing, by } = write;
  const { requestId, clientRequestId, clientAt } = request;
  const { actor, role } = by === undefined ? request : { actor: by, role: 'policy' };
  const { network, unit = null, facility = null, route = null } = routing;
  const event = [entity, rowId, expectedVersion, kind, kept, actor, role, requestId, clientRequestId, clientAt ?? null];
  return [...event, network, unit, facility, route];
}

const OWN = new Set([
  'row_id',
  'row_version',
  'row_created_by',
  'row_created_date',
  'row_changed_by',
  'row_changed_date',
  'client_request_id',
  'source',
]);

/**
 * The request's key stands on the first record that it makes of an entity: no two records may have the same. What a policy
 * makes comes from no app, whoever gave occasion to it.
 */
function ownValues(write: Write, request: Request, stored: readonly string[]) {
  const { actor, clientRequestId, writes } = request;
  const { entity, rowId, expectedVersion, by = actor } = write;
  const isFirst = writes.find((each) => each.entity === entity && each.expectedVersion === 0) === write;
  const source = write.by === undefined ? (request.source ?? 'GATEWAY') : 'GATEWAY';
  const made = { row_id: rowId, row_created_by: by, source, ...(isFirst && { client_request_id: clientRequestId }) };
  const own = { row_version: expectedVersion + 1, row_changed_by: by, ...(expectedVersion === 0 && made) };
  return Object.fromEntries(Object.entries(own).filter(([name]) => stored.includes(name)));
}

const datedColumns = ({ expectedVersion }: Write) =>
  expectedVersion === 0 ? ['row_created_date', 'row_changed_date'] : ['row_changed_date'];

function creation({ entity }: Write, names: readonly string[], dated: readonly string[]): string {
  const table = tableOf(entity);
  const values = [quoted(names), ...dated.map(() => AT)].join(', ');
  return `insert into ${table} (${quoted([...names, ...dated])})
  select ${values} from jsonb_populate_record(null::${table}, $1::jsonb)`;
}

function change({ entity }: Write, names: readonly string[], dated: readonly string[]): string {
  const table = tableOf(entity);
  const set = names.map((name) => `${pg.escapeIdentifier(name)} = patch.${pg.escapeIdentifier(name)}`);
  const now = dated.map((name) => `${pg.escapeIdentifier(name)} = ${AT}`);
  return `update ${table} as state set ${[...set, ...now].join(', ')}
  from jsonb_populate_record(null::${table}, $1::jsonb) as patch
  where state.row_id = $3::uuid and state.row_version = $4::int`;
}
