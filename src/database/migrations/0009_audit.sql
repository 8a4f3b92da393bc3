-- Who read personal data and exports, and who wrote what. Entries are added and never changed, by nobody: whoever has to
-- delete old ones for good has to take the trigger away first, as the owner, which the server's own log tells.
create table ops.audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null check (actor <> ''),
  role text not null,
  request_id text not null,
  operation_name text,
  action text not null check (action in ('READ_PERSONAL', 'EXPORT', 'WRITE')),
  fields text[] not null,
  row_count bigint not null check (row_count >= 0)
);
-- Entries are added in the order of time: a few pages tell where any day lies.
create index audit_entry_at on ops.audit_entry using brin (at) with (pages_per_range = 16);

create function ops.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries of % are added and never changed', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger never_changed before update or delete or truncate on ops.audit_entry
  for each statement execute function ops.refuse_change();

-- How the gateway shows them: ids as text, the fields as one line.
create view ops.audit_entries as
select id::text as id, at, actor, role, request_id, operation_name, action, array_to_string(fields, ', ') as fields,
  row_count
from ops.audit_entry;

comment on table ops.audit_entry is 'Who read personal data and exports, and who wrote what. Added to, never changed.';
comment on column ops.audit_entry.at is 'When the entry was written, by the database''s own clock: up to seconds after the request.';

grant usage on schema ops to wellgraph_gateway;
-- Neither the number nor the moment is the gateway's to choose.
grant insert (actor, role, request_id, operation_name, action, fields, row_count) on ops.audit_entry to wellgraph_gateway;
grant select on ops.audit_entries to wellgraph_gateway;
