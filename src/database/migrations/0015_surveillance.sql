create table ops.surveillance_event (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text,
  completion_id text,
  facility_id text,
  event_type text not null check (event_type in ('WELL_TEST', 'PRESSURE_SURVEY', 'FLUID_SAMPLE', 'RATE_DROP',
    'WATER_CUT_HIGH', 'GOR_HIGH', 'LIFT_FAILURE', 'INTEGRITY', 'OTHER')),
  detected_at timestamptz not null,
  detection_source text not null check (detection_source in ('RULE', 'OPERATOR', 'IMPORT')),
  rule text,
  severity text not null check (severity in ('LOW', 'MEDIUM', 'HIGH')),
  status text not null default 'OPEN'
    check (status in ('OPEN', 'ACKNOWLEDGED', 'IN_ANALYSIS', 'RECOMMENDED', 'CLOSED', 'DISMISSED')),
  metric text,
  observed_value numeric check (observed_value < 'NaN'),
  expected_value numeric check (expected_value < 'NaN'),
  threshold numeric check (threshold < 'NaN'),
  uom text,
  occurrences int not null default 1 check (occurrences > 0),
  last_seen_at timestamptz,
  description text,
  evidence jsonb check (jsonb_typeof(evidence) = 'object'),
  assigned_to text,
  acknowledged_by text,
  acknowledged_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  close_reason text,
  muted_until timestamptz,
  constraint surveillance_event_subject check (num_nonnulls(completion_id, facility_id) = 1),
  constraint surveillance_event_unit check (completion_id is null or unit_id is not null),
  constraint surveillance_event_rule check (detection_source <> 'RULE' or rule is not null),
  constraint surveillance_event_acknowledged check (status <> 'ACKNOWLEDGED'
    or (acknowledged_by is not null and acknowledged_at is not null)),
  constraint surveillance_event_closed check (status not in ('CLOSED', 'DISMISSED')
    or (closed_by is not null and closed_at is not null and close_reason <> '' and close_reason is not null)),
  constraint surveillance_event_muted check (status <> 'DISMISSED' or muted_until is not null),
  constraint surveillance_event_seen_in_order check (last_seen_at >= detected_at)
);
create unique index surveillance_event_natural_key
  on ops.surveillance_event (id_flownet, completion_id, facility_id, event_type, detected_at)
  nulls not distinct where active_ind = 'Y';
-- A rule that fires again finds its open event.
create unique index surveillance_event_one_open
  on ops.surveillance_event (id_flownet, completion_id, facility_id, rule) nulls not distinct
  where active_ind = 'Y' and rule is not null and status not in ('CLOSED', 'DISMISSED');
create index on ops.surveillance_event (id_flownet, completion_id, detected_at desc);
create index on ops.surveillance_event (id_flownet, unit_id, detected_at desc);
create index on ops.surveillance_event (id_flownet, facility_id, detected_at desc);
create index on ops.surveillance_event (status, detected_at desc) where active_ind = 'Y';

create table ops.production_constraint (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text,
  completion_id text,
  facility_id text,
  node_id text,
  constraint_type text not null check (constraint_type in ('ALLOWABLE', 'FACILITY_CAPACITY', 'LINE_PRESSURE',
    'SALES_LIMIT', 'WATER_DISPOSAL', 'EQUIPMENT', 'EMISSIONS', 'SAFETY')),
  product_type text check (product_type in ('OIL', 'CONDENSATE', 'GAS', 'NGL', 'WATER')),
  limit_value numeric(18, 4) not null check (limit_value > 0 and limit_value < 'NaN'),
  limit_uom text not null check (limit_uom in ('BBL_PER_DAY', 'MCF_PER_DAY', 'PSI', 'PCT', 'DEG_F', 'IN_64THS')),
  limit_direction text not null default 'MAX' check (limit_direction in ('MIN', 'MAX')),
  effective_from timestamptz not null,
  effective_to timestamptz,
  impact_oil_bbl_per_day numeric(18, 4) check (impact_oil_bbl_per_day between 0 and 'infinity'),
  impact_gas_mcf_per_day numeric(18, 4) check (impact_gas_mcf_per_day between 0 and 'infinity'),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'RELIEVED', 'EXPIRED')),
  description text,
  relieved_reason text,
  constraint production_constraint_subject check (num_nonnulls(completion_id, facility_id, node_id) = 1),
  constraint production_constraint_unit check (facility_id is not null or unit_id is not null),
  constraint production_constraint_in_order check (effective_to > effective_from),
  constraint production_constraint_relieved check (
    status <> 'RELIEVED' or relieved_reason <> '' and relieved_reason is not null),
  constraint production_constraint_uom check (case
    when constraint_type = 'LINE_PRESSURE' then limit_uom = 'PSI'
    when limit_uom = 'MCF_PER_DAY' then coalesce(product_type, 'GAS') = 'GAS'
    when limit_uom = 'BBL_PER_DAY' then coalesce(product_type, 'OIL') <> 'GAS'
    else true end),
  -- What a MAX forbids and what a MIN forbids: where they meet, no value is left.
  constraint production_constraint_no_crossing exclude using gist (
    id_flownet with =, coalesce(completion_id, facility_id, node_id) with =, ops.product_range(product_type) with &&,
    limit_uom with =, limit_direction with <>, tstzrange(effective_from, effective_to) with &&,
    (case limit_direction when 'MAX' then numrange(limit_value, null, '()') else numrange(null, limit_value, '()') end)
      with &&)
    where (active_ind = 'Y' and status = 'ACTIVE')
);
create unique index production_constraint_natural_key on ops.production_constraint (
  id_flownet, completion_id, facility_id, node_id, constraint_type, product_type, limit_direction, effective_from)
  nulls not distinct where active_ind = 'Y';
create index on ops.production_constraint (id_flownet, completion_id, effective_from desc);
create index on ops.production_constraint (id_flownet, node_id, effective_from desc);
create index on ops.production_constraint (id_flownet, unit_id, effective_from desc);
create index on ops.production_constraint (id_flownet, facility_id, effective_from desc);
create index on ops.production_constraint using gist (tstzrange(effective_from, effective_to));

create table ops.optimization_recommendation (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  completion_id text not null,
  recommendation_type text not null check (recommendation_type <> ''),
  description text not null check (description <> ''),
  priority text not null check (priority in ('LOW', 'MEDIUM', 'HIGH')),
  status text not null default 'PROPOSED'
    check (status in ('PROPOSED', 'ACCEPTED', 'REJECTED', 'SCHEDULED', 'IMPLEMENTED', 'VERIFIED', 'EXPIRED')),
  expected_gain_bbl_per_day numeric(18, 4) check (expected_gain_bbl_per_day between 0 and 'infinity'),
  expected_gain_mcf_per_day numeric(18, 4) check (expected_gain_mcf_per_day between 0 and 'infinity'),
  estimated_cost_usd numeric(18, 2) check (estimated_cost_usd between 0 and 'infinity'),
  payback_days numeric(10, 2) check (payback_days between 0 and 'infinity'),
  surveillance_event_row_id uuid references ops.surveillance_event,
  implemented_at timestamptz,
  -- In the unit of measure of the gain that was expected; a rate may also fall.
  baseline_rate numeric(18, 4) check (baseline_rate between 0 and 'infinity'),
  actual_gain numeric(18, 4) check (actual_gain < 'NaN'),
  rate_uom text check (rate_uom in ('BBL_PER_DAY', 'MCF_PER_DAY')),
  actual_cost_usd numeric(18, 2) check (actual_cost_usd between 0 and 'infinity'),
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  constraint optimization_recommendation_rejected check (
    status <> 'REJECTED' or decision_reason <> '' and decision_reason is not null),
  constraint optimization_recommendation_decided check (
    status in ('PROPOSED', 'EXPIRED') or (decided_by is not null and decided_at is not null)),
  constraint optimization_recommendation_implemented check (
    status not in ('IMPLEMENTED', 'VERIFIED') or implemented_at is not null),
  constraint optimization_recommendation_verified check (
    status <> 'VERIFIED' or (baseline_rate is not null and actual_gain is not null)),
  constraint optimization_recommendation_rate_uom check (
    coalesce(baseline_rate, actual_gain) is null or rate_uom is not null)
);
create index on ops.optimization_recommendation (id_flownet, completion_id, row_created_date desc);
create index on ops.optimization_recommendation (id_flownet, unit_id, row_created_date desc);
create index on ops.optimization_recommendation ((surveillance_event_row_id::text));
create index on ops.optimization_recommendation (status, row_created_date) where active_ind = 'Y';
