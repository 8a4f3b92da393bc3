-- `last_editor` is who last changed what is decided about; a decision does not change it.
create table ops.downtime_event (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  completion_id text not null,
  downtime_type text not null default 'EVENT' check (downtime_type in ('EVENT', 'SINGLE_DAY')),
  started_at timestamptz not null,
  ended_at timestamptz,
  duration_hours numeric(14, 4) generated always as (extract(epoch from ended_at - started_at) / 3600) stored,
  planned_end_at timestamptz,
  planned_hours numeric(10, 2) check (planned_hours between 0 and 'infinity'),
  reason_code_1 text,
  reason_code_2 text,
  reason_code_3 text,
  reason_level smallint generated always as (1) stored,
  product text check (product in ('OIL', 'CONDENSATE', 'GAS', 'NGL', 'WATER')),
  location text,
  is_failure boolean not null default false,
  percent_down numeric(5, 2) not null default 100 check (percent_down > 0 and percent_down <= 100),
  deferred_oil_bbl numeric(18, 4) check (deferred_oil_bbl between 0 and 'infinity'),
  deferred_gas_mcf numeric(18, 4) check (deferred_gas_mcf between 0 and 'infinity'),
  deferred_water_bbl numeric(18, 4) check (deferred_water_bbl between 0 and 'infinity'),
  approval_status text not null default 'DRAFT'
    check (approval_status in ('DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED', 'VOID')),
  submitted_by text check (submitted_by <> ''),
  submitted_at timestamptz,
  last_editor text not null check (last_editor <> ''),
  approver text check (approver <> ''),
  decided_at timestamptz,
  decision_note text,
  prodview_downtime_id text,
  comments text,
  constraint downtime_event_in_order check (ended_at > started_at),
  constraint downtime_event_planned_in_order check (planned_end_at > started_at),
  constraint downtime_event_reason_levels check (
    (reason_code_2 is null or reason_code_1 is not null) and (reason_code_3 is null or reason_code_2 is not null)),
  constraint downtime_event_reason_1 foreign key (reason_code_1, reason_level)
    references ops.downtime_reason (code, level),
  constraint downtime_event_reason_2 foreign key (reason_code_2, reason_code_1)
    references ops.downtime_reason (code, parent_code),
  constraint downtime_event_reason_3 foreign key (reason_code_3, reason_code_2)
    references ops.downtime_reason (code, parent_code),
  constraint downtime_event_submitted check (approval_status in ('DRAFT', 'VOID')
    or (reason_code_1 is not null and submitted_by is not null and submitted_at is not null)),
  constraint downtime_event_decided check (
    (approval_status in ('APPROVED', 'REJECTED')) = (approver is not null and decided_at is not null)
    and (approver is null) = (decided_at is null)),
  constraint downtime_event_rejected check (
    approval_status <> 'REJECTED' or decision_note <> '' and decision_note is not null),
  constraint downtime_event_approver check (
    approver is null or (approver is distinct from submitted_by and approver <> last_editor)),
  constraint downtime_event_no_overlap exclude using gist (
    id_flownet with =, completion_id with =, ops.product_range(product) with &&,
    tstzrange(started_at, ended_at) with &&)
    where (active_ind = 'Y' and approval_status in ('SUBMITTED', 'APPROVED'))
);
create unique index downtime_event_natural_key
  on ops.downtime_event (id_flownet, completion_id, product, started_at) nulls not distinct where active_ind = 'Y';
create index on ops.downtime_event (id_flownet, completion_id, started_at desc);
create index on ops.downtime_event (id_flownet, unit_id, started_at desc);
create index on ops.downtime_event using gist (tstzrange(started_at, ended_at));
create index on ops.downtime_event (approval_status, submitted_at) where active_ind = 'Y';
create index on ops.downtime_event (reason_code_1, started_at desc);
create index on ops.downtime_event (id_flownet, prodview_downtime_id);
