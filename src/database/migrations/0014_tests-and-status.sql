create table ops.separator_test (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  completion_id text not null,
  facility_id text,
  separator_id text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  separator_pressure_psi numeric(12, 3) check (separator_pressure_psi between 0 and 'infinity'),
  separator_temperature_f numeric(8, 2) check (separator_temperature_f between -459.67 and 'infinity'),
  oil_start_reading numeric(18, 4) check (oil_start_reading between 0 and 'infinity'),
  oil_end_reading numeric(18, 4) check (oil_end_reading between 0 and 'infinity'),
  oil_rollover_at numeric(18, 4) check (oil_rollover_at > 0 and oil_rollover_at < 'NaN'),
  water_start_reading numeric(18, 4) check (water_start_reading between 0 and 'infinity'),
  water_end_reading numeric(18, 4) check (water_end_reading between 0 and 'infinity'),
  water_rollover_at numeric(18, 4) check (water_rollover_at > 0 and water_rollover_at < 'NaN'),
  gas_static_pressure_psi numeric(12, 3) check (gas_static_pressure_psi between 0 and 'infinity'),
  gas_differential_pressure_inh2o numeric(12, 3) check (gas_differential_pressure_inh2o between 0 and 'infinity'),
  orifice_size_in numeric(8, 4) check (orifice_size_in > 0 and orifice_size_in < 'NaN'),
  gas_temperature_f numeric(8, 2) check (gas_temperature_f between -459.67 and 'infinity'),
  bsw_pct numeric(6, 3) check (bsw_pct between 0 and 100),
  sand_cut_pct numeric(6, 3) check (sand_cut_pct between 0 and 100),
  shrinkage_factor numeric(8, 6) not null default 1 check (shrinkage_factor > 0 and shrinkage_factor <= 1),
  oil_meter_factor numeric(8, 6) not null default 1 check (oil_meter_factor > 0 and oil_meter_factor < 'NaN'),
  oil_volume_bbl numeric(18, 4) check (oil_volume_bbl between 0 and 'infinity'),
  gas_volume_mcf numeric(18, 4) check (gas_volume_mcf between 0 and 'infinity'),
  water_volume_bbl numeric(18, 4) check (water_volume_bbl between 0 and 'infinity'),
  purge_minutes numeric(8, 2) check (purge_minutes between 0 and 'infinity'),
  is_stabilised boolean,
  -- What the readings come to. A counter that passed its last number says at which it did.
  gross_oil_bbl numeric generated always as (
    (oil_end_reading - oil_start_reading + coalesce(oil_rollover_at, 0)) * oil_meter_factor) stored,
  net_oil_bbl numeric generated always as (round((oil_end_reading - oil_start_reading + coalesce(oil_rollover_at, 0))
    * oil_meter_factor * (1 - bsw_pct / 100) * shrinkage_factor, 4)) stored,
  constraint separator_test_in_order check (ended_at > started_at),
  constraint separator_test_oil_backwards check (oil_end_reading + coalesce(oil_rollover_at, 0) >= oil_start_reading),
  constraint separator_test_water_backwards check (
    water_end_reading + coalesce(water_rollover_at, 0) >= water_start_reading),
  constraint separator_test_one_completion_at_a_time exclude using gist (
    id_flownet with =, separator_id with =, tstzrange(started_at, ended_at) with &&) where (active_ind = 'Y')
);
create unique index separator_test_natural_key
  on ops.separator_test (id_flownet, separator_id, started_at) where active_ind = 'Y';
create index on ops.separator_test (id_flownet, completion_id, started_at desc);
create index on ops.separator_test (id_flownet, unit_id, started_at desc);
create index on ops.separator_test (id_flownet, facility_id, started_at desc);

create table ops.well_test (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  completion_id text not null,
  test_type text not null check (test_type in ('FLOW_TEST', 'BUILDUP_TEST', 'INTERFERENCE_TEST')),
  test_purpose text check (test_purpose in ('PRODUCTION_TEST', 'DRILLSTEM_TEST')),
  run_num text,
  test_num text,
  test_start timestamptz not null,
  test_hours numeric(8, 2) check (test_hours > 0 and test_hours < 'NaN'),
  test_end timestamptz generated always as (ops.hours_after(test_start, test_hours)) stored,
  test_status text not null check (test_status in ('IN_PROGRESS', 'COMPLETED', 'ABANDONED')),
  is_valid boolean not null default true,
  invalid_reason text,
  oil_volume_bbl numeric(18, 4) check (oil_volume_bbl between 0 and 'infinity'),
  gas_volume_mcf numeric(18, 4) check (gas_volume_mcf between 0 and 'infinity'),
  water_volume_bbl numeric(18, 4) check (water_volume_bbl between 0 and 'infinity'),
  lift_gas_mcf numeric(18, 4) check (lift_gas_mcf between 0 and 'infinity'),
  oil_rate_bbl_per_day numeric generated always as (round(oil_volume_bbl * 24 / nullif(test_hours, 0), 4)) stored,
  gas_rate_mcf_per_day numeric generated always as (round(gas_volume_mcf * 24 / nullif(test_hours, 0), 4)) stored,
  water_rate_bbl_per_day numeric generated always as (round(water_volume_bbl * 24 / nullif(test_hours, 0), 4)) stored,
  gor_mcf_per_bbl numeric generated always as (round(gas_volume_mcf / nullif(oil_volume_bbl, 0), 6)) stored,
  bsw_pct numeric(6, 3) check (bsw_pct between 0 and 100),
  choke_size_64ths numeric(6, 2) check (choke_size_64ths between 0 and 'infinity'),
  wellhead_pressure_psi numeric(12, 3) check (wellhead_pressure_psi between 0 and 'infinity'),
  casing_pressure_psi numeric(12, 3) check (casing_pressure_psi between 0 and 'infinity'),
  separator_pressure_psi numeric(12, 3) check (separator_pressure_psi between 0 and 'infinity'),
  wellhead_temperature_f numeric(8, 2) check (wellhead_temperature_f between -459.67 and 'infinity'),
  production_method text,
  separator_test_row_id uuid references ops.separator_test,
  tested_by text,
  due_date date,
  work_order_number text,
  estimated_cost_usd numeric(18, 2) check (estimated_cost_usd between 0 and 'infinity'),
  constraint well_test_completed check (test_status <> 'COMPLETED' or (
    test_hours is not null and coalesce(oil_volume_bbl, gas_volume_mcf, water_volume_bbl) is not null)),
  constraint well_test_invalid check (is_valid or invalid_reason <> '' and invalid_reason is not null),
  constraint well_test_no_overlap exclude using gist (
    id_flownet with =, completion_id with =, tstzrange(test_start, test_end) with &&)
    where (active_ind = 'Y' and test_status <> 'ABANDONED')
);
create unique index well_test_natural_key
  on ops.well_test (id_flownet, completion_id, test_type, test_start) where active_ind = 'Y';
create index on ops.well_test (id_flownet, completion_id, test_start desc);
create index on ops.well_test (id_flownet, unit_id, test_start desc);
create index on ops.well_test ((separator_test_row_id::text));

-- A status holds from the moment it takes effect until, and not at, the moment the next one does.
create table ops.well_status_change (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  completion_id text not null,
  status_type text not null default 'OPERATIONAL',
  status text not null,
  effective_at timestamptz not null,
  expires_at timestamptz,
  status_qualifier text,
  status_qualifier_value text,
  percent_capability numeric(5, 2) not null default 100 check (percent_capability between 0 and 100),
  primary_fluid_type text,
  flow_direction text,
  production_method text,
  counts_as_lost_production boolean,
  include_in_well_count boolean,
  reason text,
  constraint well_status_change_status foreign key (status_type, status) references ops.status_catalogue,
  constraint well_status_change_in_order check (expires_at > effective_at),
  constraint well_status_change_no_overlap exclude using gist (
    id_flownet with =, completion_id with =, status_type with =, tstzrange(effective_at, expires_at) with &&)
    where (active_ind = 'Y')
);
create unique index well_status_change_natural_key
  on ops.well_status_change (id_flownet, completion_id, status_type, effective_at) where active_ind = 'Y';
create index on ops.well_status_change (id_flownet, completion_id, effective_at desc);
create index on ops.well_status_change (id_flownet, unit_id, effective_at desc);

-- What ProdView's allocation was based on. Nothing is allocated here.
create table ops.allocation_reference (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  from_entity_type text not null check (from_entity_type in ('METER', 'TANK', 'NODE', 'FACILITY', 'UNIT')),
  from_entity_id text not null,
  to_completion_id text not null,
  product_type text not null check (product_type in ('OIL', 'CONDENSATE', 'GAS', 'NGL', 'WATER')),
  period_type text not null default 'DAILY' check (period_type in ('DAILY', 'MONTHLY')),
  period_start date not null,
  period_end date not null,
  allocation_method text not null check (allocation_method in ('PRO_RATA', 'EQUATION', 'VOLUMETRIC', 'YIELD')),
  allocation_basis text check (allocation_basis in ('TEST_RATE', 'METER_READING', 'GAUGE', 'CALCULATED')),
  allocation_factor numeric(18, 9) check (allocation_factor between 0 and 1),
  total_volume numeric(18, 4) check (total_volume > 0 and total_volume < 'NaN'),
  allocated_volume numeric(18, 4) check (allocated_volume between 0 and 'infinity'),
  well_test_row_id uuid references ops.well_test,
  allocation_status text not null default 'PENDING'
    check (allocation_status in ('PENDING', 'ALLOCATED', 'RECONCILED', 'REVERSED', 'REJECTED')),
  constraint allocation_reference_period check (period_end >= period_start),
  constraint allocation_reference_part_of_total check (allocated_volume <= total_volume)
);
create unique index allocation_reference_natural_key
  on ops.allocation_reference (id_flownet, from_entity_id, to_completion_id, product_type, period_start)
  where active_ind = 'Y';
create index on ops.allocation_reference (id_flownet, to_completion_id, period_start desc);
create index on ops.allocation_reference (id_flownet, unit_id, period_start desc);
create index on ops.allocation_reference ((well_test_row_id::text));
