-- A load batch: every row of core names the one that last wrote it.
create table ops.run_log (
  id uuid primary key default gen_random_uuid(),
  job text not null check (job <> ''),
  status text not null default 'running' check (status in ('running', 'succeeded', 'failed')),
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  rows_read bigint not null default 0,
  rows_loaded bigint not null default 0,
  rows_repaired bigint not null default 0,
  rows_rejected bigint not null default 0,
  message text,
  constraint run_log_finished check ((status = 'running') = (finished_at is null)),
  constraint run_log_in_order check (finished_at >= started_at)
);
create index run_log_started_at on ops.run_log using brin (started_at);

-- A row that a load could not take: the line as it came, and why.
create table staging.rejected_rows (
  id bigint generated always as identity primary key,
  load_batch_id uuid not null references ops.run_log,
  layer text not null,
  source_id text,
  reason text not null check (reason <> ''),
  row text not null,
  rejected_at timestamptz not null default clock_timestamp()
);
create index rejected_rows_load_batch_id on staging.rejected_rows (load_batch_id);
create index rejected_rows_rejected_at on staging.rejected_rows using brin (rejected_at);

-- Activity reports, only ever added to. A report may come again, changed or not.
create table staging.b3_activity_raw (
  id bigint generated always as identity primary key,
  load_batch_id uuid references ops.run_log,
  ingested_at timestamptz not null default clock_timestamp(),
  payload jsonb not null check (jsonb_typeof(payload) = 'object'),
  source_id text generated always as (payload ->> 'id') stored
);
create index b3_activity_raw_latest on staging.b3_activity_raw (source_id, ingested_at desc, id desc);
create index b3_activity_raw_ingested_at on staging.b3_activity_raw using brin (ingested_at);

create view staging.b3_activity as
select distinct on (source_id) source_id, payload, ingested_at, load_batch_id
from staging.b3_activity_raw
where source_id is not null
order by source_id, ingested_at desc, id desc;

comment on view staging.b3_activity is 'The latest report of each activity; a report without an id stays in the raw table only.';
