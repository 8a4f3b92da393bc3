-- What was written, word for word and in order; which requests were answered; and what subscribers have yet to hear.

-- One stream of events a record. The state tables hold the merge of its patches, so either can be made from the other.
create table ops.event (
  seq bigint generated always as identity primary key,
  event_id uuid not null default gen_random_uuid(),
  entity text not null,
  row_id uuid not null,
  version integer not null check (version > 0),
  kind text not null,
  patch jsonb not null check (jsonb_typeof(patch) = 'object'),
  actor text not null,
  role text not null,
  request_id text not null,
  client_request_id text not null,
  client_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp(),
  constraint event_follows unique (entity, row_id, version)
);
create index event_recorded_at on ops.event using brin (recorded_at);

comment on table ops.event is 'Every change of an operations record: append-only. seq orders all of them, version those of one record.';
comment on column ops.event.patch is 'The columns that changed, as the table stored them.';
comment on column ops.event.client_at is 'When the client says it happened. Nothing is ordered by it.';

-- A client that got no answer asks again with the same key; this is what it is told then.
create table ops.idempotency (
  actor text not null,
  client_request_id text not null,
  command text not null,
  body_hash text not null,
  -- Which try of which gateway wrote it: one that lost the answer to its COMMIT knows its own work by it.
  attempt uuid not null,
  outcome jsonb not null,
  seq bigint,
  created_at timestamptz not null default clock_timestamp(),
  primary key (actor, client_request_id)
);
create index idempotency_created_at on ops.idempotency using brin (created_at);

comment on table ops.idempotency is 'The requests that wrote something, by who asked and their key. Committed with what they wrote.';

create table ops.outbox (
  seq bigint generated always as identity primary key,
  event_seq bigint not null references ops.event,
  entity text not null,
  row_id uuid not null,
  network text,
  unit text,
  facility text,
  route text,
  -- seq is given before the commit, so a greater one may be seen first. A reader that wants every event takes those whose
  -- written_by is below pg_snapshot_xmin(pg_current_snapshot()), in this order.
  written_by xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default clock_timestamp()
);
create index outbox_in_order on ops.outbox (written_by, seq);

comment on table ops.outbox is 'What subscribers hear of, with the keys that say who may. Its insert notifies ops_outbox with its seq.';

create function ops.notify_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('ops_outbox', new.seq::text);
  return null;
end
$$;
create trigger outbox_notifies after insert on ops.outbox for each row execute function ops.notify_outbox();

create function ops.refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger event_is_append_only before update or delete or truncate on ops.event
  for each statement execute function ops.refuse_rewriting();

-- Who decides over a record is none of those who wrote to it since the last decision. A policy decides as POLICY:<id>.
create function ops.refuse_own_decision() returns trigger language plpgsql as $$
begin
  if exists (
    select from ops.event e
    where e.entity = new.entity and e.row_id = new.row_id and e.actor = new.actor
      and e.kind not in ('DELEGATED', 'ESCALATED') and e.version > coalesce((
        select max(d.version) from ops.event d
        where d.entity = new.entity and d.row_id = new.row_id and d.kind in ('APPROVED', 'REJECTED')
      ), 0)
  ) then
    raise exception 'who wrote it may not decide it' using errcode = 'check_violation', constraint = 'decided_by_another';
  end if;
  return new;
end
$$;
create trigger decided_by_another before insert on ops.event
  for each row when (new.kind in ('APPROVED', 'REJECTED')) execute function ops.refuse_own_decision();

-- A key is kept for thirty days of the database's own clock, whatever is asked for.
create function ops.forget_requests(keep interval default '30 days') returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  forgotten bigint;
begin
  delete from ops.idempotency where created_at < clock_timestamp() - greatest(keep, interval '30 days');
  get diagnostics forgotten = row_count;
  delete from ops.outbox where created_at < clock_timestamp() - greatest(keep, interval '30 days');
  return forgotten;
end
$$;
revoke execute on function ops.forget_requests(interval) from public;

-- The gateway appends; it changes and deletes nothing but by the function. Grants on the state tables stand with them.
grant usage on schema ops to wellgraph_gateway;
grant select, insert on ops.event, ops.outbox to wellgraph_gateway;
grant select, insert on ops.idempotency to wellgraph_gateway;
grant update (seq) on ops.idempotency to wellgraph_gateway;
grant execute on function ops.forget_requests(interval) to wellgraph_gateway;
