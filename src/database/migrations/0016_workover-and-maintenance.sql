-- Above this cost work needs a contractor, a planned start and a budget before it begins.
create function ops.may_begin(cost numeric, contractor text, planned_start timestamptz, budget numeric) returns boolean
language sql immutable parallel safe
return coalesce(cost, 0) <= 50000
  or (coalesce(contractor, '') <> '' and planned_start is not null and coalesce(budget, 0) > 0);

create table ops.workover_candidate (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  completion_id text not null,
  candidate_reason text not null check (candidate_reason in ('PUMP_FAILURE', 'TUBING_LEAK', 'SCALE_PARAFFIN',
    'WATER_SHUTOFF', 'RECOMPLETION', 'STIMULATION', 'LIFT_CHANGE', 'INTEGRITY')),
  current_oil_bbl_per_day numeric(18, 4) check (current_oil_bbl_per_day between 0 and 'infinity'),
  potential_oil_bbl_per_day numeric(18, 4) check (potential_oil_bbl_per_day between 0 and 'infinity'),
  current_gas_mcf_per_day numeric(18, 4) check (current_gas_mcf_per_day between 0 and 'infinity'),
  potential_gas_mcf_per_day numeric(18, 4) check (potential_gas_mcf_per_day between 0 and 'infinity'),
  uplift_bbl_per_day numeric generated always as (potential_oil_bbl_per_day - current_oil_bbl_per_day) stored,
  uplift_mcf_per_day numeric generated always as (potential_gas_mcf_per_day - current_gas_mcf_per_day) stored,
  estimated_cost_usd numeric(18, 2) check (estimated_cost_usd between 0 and 'infinity'),
  payback_days numeric(10, 2) check (payback_days between 0 and 'infinity'),
  risk_factor numeric(5, 4) check (risk_factor between 0 and 1),
  rank_score numeric check (rank_score < 'NaN'),
  rank_formula text,
  status text not null default 'NOMINATED'
    check (status in ('NOMINATED', 'SCREENED', 'APPROVED', 'SCHEDULED', 'EXECUTED', 'EVALUATED', 'REJECTED')),
  nominated_by text not null check (nominated_by <> ''),
  nominated_at timestamptz not null,
  last_editor text not null check (last_editor <> ''),
  approver text check (approver <> ''),
  decided_at timestamptz,
  decision_note text,
  contractor text,
  planned_start timestamptz,
  afe_number text,
  afe_budget_usd numeric(18, 2) check (afe_budget_usd between 0 and 'infinity'),
  work_order_number text,
  recommendation_row_id uuid references ops.optimization_recommendation,
  post_job_test_row_id uuid references ops.well_test,
  constraint workover_candidate_score_explained check (rank_score is null or rank_formula is not null),
  constraint workover_candidate_decided check (
    (status in ('APPROVED', 'SCHEDULED', 'EXECUTED', 'EVALUATED', 'REJECTED')) = (approver is not null)
    and (approver is null) = (decided_at is null)),
  constraint workover_candidate_rejected check (status <> 'REJECTED' or decision_note <> '' and decision_note is not null),
  constraint workover_candidate_approver check (
    approver is null or (approver <> nominated_by and approver <> last_editor)),
  constraint workover_candidate_may_begin check (status not in ('EXECUTED', 'EVALUATED')
    or ops.may_begin(estimated_cost_usd, contractor, planned_start, afe_budget_usd)),
  constraint workover_candidate_evaluated check (status <> 'EVALUATED' or post_job_test_row_id is not null)
);
create unique index workover_candidate_one_open on ops.workover_candidate (id_flownet, completion_id, candidate_reason)
  where active_ind = 'Y' and status not in ('EVALUATED', 'REJECTED');
create index on ops.workover_candidate (id_flownet, completion_id, nominated_at desc);
create index on ops.workover_candidate (id_flownet, unit_id, nominated_at desc);
create index on ops.workover_candidate ((recommendation_row_id::text));
create index on ops.workover_candidate ((post_job_test_row_id::text));
create index on ops.workover_candidate (status, rank_score desc) where active_ind = 'Y';

create sequence ops.maintenance_request_number;
create table ops.maintenance_request (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text,
  completion_id text,
  facility_id text,
  equipment_id text,
  request_number text not null constraint maintenance_request_natural_key unique,
  maintenance_type text not null check (maintenance_type in (
    'PREVENTIVE', 'CORRECTIVE', 'SAFETY', 'ENVIRONMENTAL', 'REGULATORY', 'TURNAROUND')),
  reason text,
  is_failure boolean not null default false,
  is_safety_critical boolean not null default false,
  conditions text[] check (
    conditions <@ array['PRE_START', 'OPERATIONAL', 'CLOSE_OUT', 'REGULATORY', 'SCE_VERIFY']),
  priority text not null default 'MEDIUM' check (priority in ('LOW', 'MEDIUM', 'HIGH')),
  is_rush boolean not null default false,
  requested_by text not null check (requested_by <> ''),
  requested_at timestamptz not null,
  due_date date,
  scheduled_start timestamptz,
  scheduled_end timestamptz,
  actual_start timestamptz,
  actual_end timestamptz,
  status text not null default 'DRAFT'
    check (status in ('DRAFT', 'SCOPED', 'PLANNED', 'IN_PROGRESS', 'UNDER_REVIEW', 'COMPLETED', 'CANCELLED')),
  cancel_reason text,
  last_editor text not null check (last_editor <> ''),
  hse_approver text check (hse_approver <> ''),
  hse_approved_at timestamptz,
  instructions text,
  description text,
  notes text,
  estimated_cost_usd numeric(18, 2) check (estimated_cost_usd between 0 and 'infinity'),
  actual_cost_usd numeric(18, 2) check (actual_cost_usd between 0 and 'infinity'),
  estimated_hours numeric(10, 2) check (estimated_hours between 0 and 'infinity'),
  contractor text,
  afe_number text,
  afe_budget_usd numeric(18, 2) check (afe_budget_usd between 0 and 'infinity'),
  performed_by text,
  parts_replaced text[],
  downtime_event_row_id uuid references ops.downtime_event,
  recommendation_row_id uuid references ops.optimization_recommendation,
  constraint maintenance_request_subject check (num_nonnulls(completion_id, facility_id, equipment_id) > 0),
  constraint maintenance_request_unit check (facility_id is not null or unit_id is not null),
  constraint maintenance_request_scheduled_in_order check (scheduled_end >= scheduled_start),
  constraint maintenance_request_actual_in_order check (actual_end >= actual_start),
  constraint maintenance_request_completed check (
    status <> 'COMPLETED' or (actual_start is not null and actual_end is not null)),
  constraint maintenance_request_cancelled check (
    status <> 'CANCELLED' or cancel_reason <> '' and cancel_reason is not null),
  constraint maintenance_request_hse check (status <> 'COMPLETED' or not is_safety_critical or hse_approver is not null),
  constraint maintenance_request_hse_approver check (
    hse_approver is null or (hse_approver <> requested_by and hse_approver <> last_editor)),
  constraint maintenance_request_hse_dated check ((hse_approver is null) = (hse_approved_at is null)),
  constraint maintenance_request_may_begin check (status not in ('IN_PROGRESS', 'UNDER_REVIEW', 'COMPLETED')
    or ops.may_begin(estimated_cost_usd, contractor, scheduled_start, afe_budget_usd))
);
create index on ops.maintenance_request (id_flownet, completion_id, requested_at desc);
create index on ops.maintenance_request (id_flownet, unit_id, requested_at desc);
create index on ops.maintenance_request (id_flownet, facility_id, requested_at desc);
create index on ops.maintenance_request (id_flownet, equipment_id, requested_at desc);
create index on ops.maintenance_request ((downtime_event_row_id::text));
create index on ops.maintenance_request ((recommendation_row_id::text));
