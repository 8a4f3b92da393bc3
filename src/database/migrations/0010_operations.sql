-- What every table of operations has. One stream of events a record: the event store alone writes these rows, and a row
-- is what the patches of its stream come to. So nothing here works a column out, but from other columns of the same row.
create extension if not exists btree_gist;

-- The template is dropped by the last of these migrations.
create table ops.recorded (
  row_id uuid primary key default gen_random_uuid(),
  ppdm_guid varchar(40) generated always as (upper(row_id::text)) stored unique,
  active_ind char(1) not null default 'Y' constraint active_ind check (active_ind in ('Y', 'N')),
  effective_date timestamptz,
  expiry_date timestamptz,
  row_effective_date timestamptz,
  row_expiry_date timestamptz,
  row_created_by text not null constraint row_created_by check (row_created_by <> ''),
  row_created_date timestamptz not null,
  row_changed_by text not null constraint row_changed_by check (row_changed_by <> ''),
  row_changed_date timestamptz not null,
  row_quality varchar(40) constraint row_quality check (row_quality in ('GOOD', 'SUSPECT', 'REJECTED', 'VERIFIED')),
  source varchar(40) not null default 'GATEWAY' constraint source check (source in ('GATEWAY', 'FIELD_APP', 'IMPORT')),
  remark varchar(2000),
  row_version int not null default 1 constraint row_version check (row_version > 0),
  client_request_id text,
  original_values jsonb constraint original_values check (jsonb_typeof(original_values) = 'object'),
  constraint in_force check (expiry_date > effective_date),
  constraint retired check (active_ind = 'Y' or row_expiry_date is not null),
  unique (row_created_by, client_request_id)
);
-- Links are read by the text of an id.
create index on ops.recorded ((row_id::text));
create index on ops.recorded using brin (row_created_date);
comment on column ops.recorded.client_request_id is 'Of the request that made the record.';
comment on column ops.recorded.original_values is
  'What was sent in another unit of measure, by column: {"oil_volume_bbl": {"value": 1.2, "uom": "M3"}}.';

-- Adding hours does not depend on a time zone, which PostgreSQL cannot know of an interval.
create function ops.hours_after(at timestamptz, hours numeric) returns timestamptz
language sql immutable parallel safe
return at + make_interval(secs => hours * 3600);

-- A product as a range that others can be compared with: no product is all of them.
create function ops.product_range(product text) returns int4range
language sql immutable parallel safe
return case product
  when 'OIL' then int4range(1, 2) when 'CONDENSATE' then int4range(2, 3) when 'GAS' then int4range(3, 4)
  when 'NGL' then int4range(4, 5) when 'WATER' then int4range(5, 6) else int4range(null, null) end;

create table ops.status_catalogue (
  status_type text,
  status text,
  description text not null,
  is_producing boolean not null default false,
  is_terminal boolean not null default false,
  sort_order smallint not null,
  primary key (status_type, status)
);
-- `permission` is what a viewer needs beside the one to record a status; none where it is null.
create table ops.status_transition (
  status_type text,
  from_status text,
  to_status text check (to_status <> from_status),
  needs_reason boolean not null default false,
  permission text,
  primary key (status_type, from_status, to_status),
  foreign key (status_type, from_status) references ops.status_catalogue,
  foreign key (status_type, to_status) references ops.status_catalogue
);
create table ops.entity_transition (
  entity text check (entity in ('downtime_event', 'surveillance_event', 'optimization_recommendation',
    'workover_candidate', 'maintenance_request', 'well_test', 'production_constraint')),
  from_status text,
  to_status text check (to_status <> from_status),
  needs_reason boolean not null default false,
  permission text,
  primary key (entity, from_status, to_status)
);
-- Who decides: the roles in their order (SEQUENTIAL), one of them (ANY), or each (ALL).
create table ops.approval_policy (
  policy_id text primary key check (policy_id ~ '^[A-Z][A-Z0-9_]*$'),
  description text not null,
  chain text not null check (chain in ('SEQUENTIAL', 'ANY', 'ALL')),
  approver_roles text[] not null check (cardinality(approver_roles) > 0),
  auto_approve_planned_hours numeric(6, 2) check (auto_approve_planned_hours > 0),
  auto_approve_unplanned_hours numeric(6, 2) check (auto_approve_unplanned_hours > 0),
  escalate_after_hours numeric(6, 2) not null check (escalate_after_hours > 0),
  escalate_to_role text not null
);
comment on column ops.approval_policy.auto_approve_planned_hours is
  'A planned event of at most so many hours needs nobody: it is decided by POLICY:<policy_id>. Null: somebody decides.';

-- Which ProdView user an identity is, and routes that are assigned here and not in ProdView.
create table ops.identity_map (
  issuer text,
  subject text,
  prodview_user_id text not null,
  primary key (issuer, subject)
);
create table ops.route_assignment (
  issuer text,
  subject text,
  id_flownet text,
  route_id text,
  assignment_type text not null default 'PRIMARY' check (assignment_type in ('PRIMARY', 'BACKUP', 'FOREMAN')),
  effective_from timestamptz not null default now(),
  effective_to timestamptz check (effective_to > effective_from),
  primary key (issuer, subject, id_flownet, route_id, effective_from)
);

create table ops.downtime_reason (
  like ops.recorded including all,
  code text not null check (code ~ '^[A-Z][A-Z0-9_]*$'),
  parent_code text,
  level smallint not null check (level between 1 and 3),
  parent_level smallint generated always as (level - 1) stored,
  long_name text not null check (long_name <> ''),
  short_name text,
  abbreviation text,
  is_planned boolean not null default false,
  is_controllable boolean not null default true,
  counts_as_deferment boolean not null default true,
  requires_comment boolean not null default false,
  approval_policy text references ops.approval_policy,
  constraint downtime_reason_natural_key unique (code),
  unique (code, level),
  unique (code, parent_code),
  constraint downtime_reason_parent check ((level = 1) = (parent_code is null)),
  constraint downtime_reason_parent_level foreign key (parent_code, parent_level)
    references ops.downtime_reason (code, level)
);
alter table ops.downtime_reason alter effective_date type date, alter expiry_date type date;
create index on ops.downtime_reason (parent_code);

create function ops.keep_code() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'check_violation', constraint = 'downtime_reason_code_kept',
    schema = 'ops', table = 'downtime_reason', message = 'a reason keeps its code';
end
$$;
create trigger keep_code before update on ops.downtime_reason
for each row when (old.code is distinct from new.code) execute function ops.keep_code();
