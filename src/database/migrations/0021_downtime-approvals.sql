-- The decisions that an event of downtime waits for: a row a step, made when it is submitted, of the chain that the policy
-- of its reason asks for. What changes an event that is before deciders puts these rows out of force and makes new ones.
create table ops.downtime_approval (
  row_id uuid primary key default gen_random_uuid(),
  active_ind char(1) not null default 'Y' check (active_ind in ('Y', 'N')),
  row_created_by text not null check (row_created_by <> ''),
  row_created_date timestamptz not null,
  row_changed_by text not null check (row_changed_by <> ''),
  row_changed_date timestamptz not null,
  row_version int not null default 1 check (row_version > 0),
  client_request_id text,
  id_flownet text not null,
  unit_id text not null,
  downtime_event_row_id uuid not null references ops.downtime_event,
  policy_id text not null references ops.approval_policy,
  chain text not null check (chain in ('SEQUENTIAL', 'ANY', 'ALL')),
  step smallint not null check (step > 0),
  role text not null check (role <> ''),
  status text not null check (status in ('WAITING', 'PENDING', 'APPROVED', 'REJECTED', 'CLOSED')),
  requested_by text not null check (requested_by <> ''),
  last_editor text not null check (last_editor <> ''),
  requested_at timestamptz not null,
  pending_since timestamptz,
  escalates_at timestamptz,
  assignee text check (assignee <> ''),
  delegated_by text,
  delegated_at timestamptz,
  delegation_reason text,
  escalated_at timestamptz,
  escalated_to_role text,
  escalated_by text,
  decided_by text check (decided_by <> ''),
  decided_at timestamptz,
  decision_note text,
  unique (row_created_by, client_request_id),
  constraint downtime_approval_pending check (
    status <> 'PENDING' or pending_since is not null and escalates_at is not null),
  constraint downtime_approval_decided check (
    (status in ('APPROVED', 'REJECTED')) = (decided_by is not null and decided_at is not null)
    and (decided_by is null) = (decided_at is null)),
  constraint downtime_approval_rejected check (
    status <> 'REJECTED' or decision_note <> '' and decision_note is not null),
  constraint downtime_approval_delegated check (
    assignee is null or delegated_by is not null and delegated_at is not null and delegation_reason is not null),
  constraint downtime_approval_escalated check (
    (escalated_at is null) = (escalated_to_role is null) and (escalated_at is null) = (escalated_by is null)),
  constraint downtime_approval_another check (
    decided_by is null or decided_by <> requested_by and decided_by <> last_editor),
  constraint downtime_approval_assignee check (
    assignee is null or assignee <> requested_by and assignee <> last_editor)
);
create unique index downtime_approval_natural_key
  on ops.downtime_approval (downtime_event_row_id, step) where active_ind = 'Y';
-- Nobody decides two steps of a chain.
create unique index downtime_approval_one_each
  on ops.downtime_approval (downtime_event_row_id, decided_by) where active_ind = 'Y' and decided_by is not null;
create index on ops.downtime_approval ((row_id::text));
create index on ops.downtime_approval ((downtime_event_row_id::text));
create index on ops.downtime_approval (role, requested_at) where active_ind = 'Y' and status = 'PENDING';
create index on ops.downtime_approval (id_flownet, unit_id);
comment on table ops.downtime_approval is 'Steps of the chains by which events of downtime are approved.';

-- A step in the middle of a chain is decided by another than who wrote the event, as the last one is.
create trigger step_decided_by_another before insert on ops.event
  for each row when (new.kind = 'STEP_APPROVED') execute function ops.refuse_own_decision();

alter table ops.downtime_event add column change_reason text;
comment on column ops.downtime_event.change_reason is 'Why an approved event was amended, or a draft withdrawn.';

grant select, insert, update on ops.downtime_approval to wellgraph_gateway;
