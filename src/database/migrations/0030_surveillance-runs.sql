-- A run of the rules of surveillance over completions of one route: what they were told, how much they looked at and what
-- they found. It is seen where its route is; what the rules saw stands with the events, each behind its own unit's wall.
create table ops.surveillance_run (
  row_id uuid primary key default gen_random_uuid(),
  active_ind char(1) not null default 'Y' check (active_ind in ('Y', 'N')),
  row_created_by text not null check (row_created_by <> ''),
  row_created_date timestamptz not null,
  row_changed_by text not null check (row_changed_by <> ''),
  row_changed_date timestamptz not null,
  row_version int not null default 1 check (row_version > 0),
  client_request_id text,
  id_flownet text not null,
  route_id text not null,
  last_day date not null,
  limits jsonb not null check (jsonb_typeof(limits) = 'object'),
  completions int not null check (completions >= 0),
  facilities int not null default 0 check (facilities >= 0),
  judged int not null check (judged >= 0),
  not_judged int not null check (not_judged >= 0),
  raised int not null check (raised >= 0),
  seen_again int not null check (seen_again >= 0),
  already_known int not null check (already_known >= 0),
  muted int not null check (muted >= 0),
  unique (row_created_by, client_request_id),
  constraint surveillance_run_in_parts check (raised + seen_again + already_known + muted <= judged)
);
create index on ops.surveillance_run (id_flownet, route_id, row_created_date desc);
create index on ops.surveillance_run (row_created_date desc);
comment on table ops.surveillance_run is 'Runs of the rules of surveillance: limits and counts.';
comment on column ops.surveillance_run.judged is 'Rules and limits that could be held against a completion''s last day, each by itself.';

alter table ops.surveillance_event add column surveillance_run_row_id uuid references ops.surveillance_run;
comment on column ops.surveillance_event.surveillance_run_row_id is 'The run that saw it last.';
create index on ops.surveillance_event (surveillance_run_row_id);
-- Several limits of one completion may be passed at the end of the same day: each has an event of its own.
drop index ops.surveillance_event_natural_key;
create unique index surveillance_event_natural_key on ops.surveillance_event (
  id_flownet, completion_id, facility_id, event_type, detected_at, (case when rule like 'CONSTRAINT:%' then rule end))
  nulls not distinct where active_ind = 'Y';

grant select, insert, update on ops.surveillance_run to wellgraph_gateway;
alter table ops.surveillance_run enable row level security;
create policy in_scope on ops.surveillance_run using (
  (select ops.sees_everything()) or (id_flownet, route_id) in (select flownet, route from ops.visible_routes()));
