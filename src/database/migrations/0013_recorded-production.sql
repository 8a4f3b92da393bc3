-- A day of one completion. An amendment is a further row: the one before is put out of force first (active_ind 'N').
create table ops.daily_production (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  completion_id text not null,
  production_date date not null,
  activity_type text not null default 'PRODUCTION' check (activity_type in ('PRODUCTION', 'INJECTION')),
  volume_method text not null default 'MEASURED' check (volume_method in ('MEASURED', 'ESTIMATED', 'IMPUTED')),
  oil_volume_bbl numeric(18, 4) check (oil_volume_bbl between 0 and 'infinity'),
  condensate_volume_bbl numeric(18, 4) check (condensate_volume_bbl between 0 and 'infinity'),
  gas_volume_mcf numeric(18, 4) check (gas_volume_mcf between 0 and 'infinity'),
  water_volume_bbl numeric(18, 4) check (water_volume_bbl between 0 and 'infinity'),
  ngl_volume_bbl numeric(18, 4) check (ngl_volume_bbl between 0 and 'infinity'),
  -- A local day has 23 to 25 hours; how many this one has, only the unit's time zone tells.
  hours_on numeric(5, 2) check (hours_on between 0 and 25),
  wellhead_pressure_psi numeric(12, 3) check (wellhead_pressure_psi between 0 and 'infinity'),
  tubing_pressure_psi numeric(12, 3) check (tubing_pressure_psi between 0 and 'infinity'),
  casing_pressure_psi numeric(12, 3) check (casing_pressure_psi between 0 and 'infinity'),
  bottomhole_pressure_psi numeric(12, 3) check (bottomhole_pressure_psi between 0 and 'infinity'),
  line_pressure_psi numeric(12, 3) check (line_pressure_psi between 0 and 'infinity'),
  choke_size_64ths numeric(6, 2) check (choke_size_64ths between 0 and 'infinity'),
  operational_status text,
  operational_status_type text generated always as ('OPERATIONAL') stored,
  amendment_seq_no int not null default 0 check (amendment_seq_no >= 0),
  amend_reason text,
  posted_date timestamptz,
  constraint daily_production_status foreign key (operational_status_type, operational_status)
    references ops.status_catalogue,
  constraint daily_production_amended check (amendment_seq_no = 0 or amend_reason <> '' and amend_reason is not null),
  constraint daily_production_volume_off_stream check (hours_on <> 0 or 0 = greatest(
    oil_volume_bbl, condensate_volume_bbl, gas_volume_mcf, water_volume_bbl, ngl_volume_bbl, 0))
);
-- Of all amendments of a day one is in force.
create unique index daily_production_natural_key
  on ops.daily_production (id_flownet, completion_id, production_date, activity_type) where active_ind = 'Y';
create index on ops.daily_production (id_flownet, completion_id, production_date desc);
create index on ops.daily_production (id_flownet, unit_id, production_date desc);
create index on ops.daily_production using brin (production_date);

create table ops.facility_production (
  like ops.recorded including all,
  id_flownet text not null,
  facility_id text not null,
  production_date date not null,
  activity_type text not null default 'PRODUCTION' check (activity_type in ('PRODUCTION', 'INJECTION')),
  volume_method text not null default 'MEASURED' check (volume_method in ('MEASURED', 'ESTIMATED', 'IMPUTED')),
  oil_volume_bbl numeric(18, 4) check (oil_volume_bbl between 0 and 'infinity'),
  gas_volume_mcf numeric(18, 4) check (gas_volume_mcf between 0 and 'infinity'),
  water_volume_bbl numeric(18, 4) check (water_volume_bbl between 0 and 'infinity'),
  receipts_oil_bbl numeric(18, 4) check (receipts_oil_bbl between 0 and 'infinity'),
  receipts_gas_mcf numeric(18, 4) check (receipts_gas_mcf between 0 and 'infinity'),
  receipts_water_bbl numeric(18, 4) check (receipts_water_bbl between 0 and 'infinity'),
  dispositions_oil_bbl numeric(18, 4) check (dispositions_oil_bbl between 0 and 'infinity'),
  dispositions_gas_mcf numeric(18, 4) check (dispositions_gas_mcf between 0 and 'infinity'),
  dispositions_water_bbl numeric(18, 4) check (dispositions_water_bbl between 0 and 'infinity'),
  opening_inventory_bbl numeric(18, 4) check (opening_inventory_bbl between 0 and 'infinity'),
  closing_inventory_bbl numeric(18, 4) check (closing_inventory_bbl between 0 and 'infinity'),
  flared_gas_mcf numeric(18, 4) check (flared_gas_mcf between 0 and 'infinity'),
  fuel_gas_mcf numeric(18, 4) check (fuel_gas_mcf between 0 and 'infinity'),
  vented_gas_mcf numeric(18, 4) check (vented_gas_mcf between 0 and 'infinity'),
  -- Without what was produced or stood in the tanks there is no balance; other terms that are missing count as nothing.
  oil_balance_bbl numeric generated always as (opening_inventory_bbl + oil_volume_bbl + coalesce(receipts_oil_bbl, 0)
    - coalesce(dispositions_oil_bbl, 0) - closing_inventory_bbl) stored,
  gas_balance_mcf numeric generated always as (gas_volume_mcf + coalesce(receipts_gas_mcf, 0)
    - coalesce(flared_gas_mcf, 0) - coalesce(fuel_gas_mcf, 0) - coalesce(vented_gas_mcf, 0) - dispositions_gas_mcf) stored,
  connected_wells int check (connected_wells >= 0),
  producing_wells int check (producing_wells >= 0),
  operational_status text,
  operational_status_type text generated always as ('FACILITY') stored,
  amendment_seq_no int not null default 0 check (amendment_seq_no >= 0),
  amend_reason text,
  posted_date timestamptz,
  constraint facility_production_status foreign key (operational_status_type, operational_status)
    references ops.status_catalogue,
  constraint facility_production_amended check (amendment_seq_no = 0 or amend_reason <> '' and amend_reason is not null),
  constraint facility_production_wells check (producing_wells <= connected_wells)
);
create unique index facility_production_natural_key
  on ops.facility_production (id_flownet, facility_id, production_date, activity_type) where active_ind = 'Y';
create index on ops.facility_production (id_flownet, facility_id, production_date desc);
create index on ops.facility_production using brin (production_date);

create table ops.meter_reading (
  like ops.recorded including all,
  id_flownet text not null,
  unit_id text not null,
  meter_id text not null,
  meter_type text not null check (meter_type in ('GAS_ORIFICE', 'GAS_PD', 'LIQUID', 'TANK_GAUGE', 'OTHER')),
  meter_table text generated always as (case meter_type
    when 'GAS_ORIFICE' then 'pvUnitMeterOrifice' when 'GAS_PD' then 'pvUnitMeterPDGas'
    when 'LIQUID' then 'pvUnitMeterLiquid' when 'TANK_GAUGE' then 'pvUnitTank' else 'pvUnitMeasPt' end) stored,
  read_at timestamptz not null,
  reading_start numeric(18, 4) check (reading_start between 0 and 'infinity'),
  reading_end numeric(18, 4) check (reading_end between 0 and 'infinity'),
  discontinuity text check (discontinuity in ('ROLLOVER', 'METER_CHANGED')),
  static_pressure_psi numeric(12, 3) check (static_pressure_psi between 0 and 'infinity'),
  differential_pressure_inh2o numeric(12, 3) check (differential_pressure_inh2o between 0 and 'infinity'),
  temperature_f numeric(8, 2) check (temperature_f between -459.67 and 'infinity'),
  orifice_size_in numeric(8, 4) check (orifice_size_in > 0 and orifice_size_in < 'NaN'),
  level_top_in numeric(10, 3) check (level_top_in between 0 and 'infinity'),
  level_water_in numeric(10, 3) check (level_water_in between 0 and 'infinity'),
  gross_volume numeric(18, 4) check (gross_volume > 0 and gross_volume < 'NaN'),
  net_volume numeric(18, 4) check (net_volume between 0 and 'infinity'),
  volume_uom text check (volume_uom in ('BBL', 'MCF')),
  bsw_pct numeric(6, 3) check (bsw_pct between 0 and 100),
  sand_cut_pct numeric(6, 3) check (sand_cut_pct between 0 and 100),
  api_gravity numeric(6, 2) check (api_gravity < 'NaN'),
  override_volume numeric(18, 4) check (override_volume between 0 and 'infinity'),
  override_reason text,
  quality_code text not null default 'MEASURED' check (quality_code in ('MEASURED', 'ESTIMATED', 'IMPUTED')),
  run_ticket_number text,
  photo_refs text[],
  constraint meter_reading_net_of_gross check (net_volume <= gross_volume),
  constraint meter_reading_volume_uom check (
    coalesce(gross_volume, net_volume, override_volume) is null or volume_uom is not null),
  constraint meter_reading_backwards check (reading_end >= reading_start or discontinuity is not null),
  constraint meter_reading_levels check (level_water_in <= level_top_in),
  constraint meter_reading_override check (
    override_volume is null or override_reason <> '' and override_reason is not null)
);
create unique index meter_reading_natural_key
  on ops.meter_reading (id_flownet, meter_id, read_at) where active_ind = 'Y';
create index on ops.meter_reading (id_flownet, meter_id, read_at desc);
create index on ops.meter_reading (id_flownet, unit_id, read_at desc);
create index on ops.meter_reading using brin (read_at);
