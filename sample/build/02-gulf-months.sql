-- A completion and month, with the rule that makes days of it.
create table months as
select
  'MC-W-' || api_well_number as unit_id,
  'MC-C-' || api_well_number || '-' || interval_code as completion_id,
  'MC-M-' || api_well_number || '-' || interval_code || '-' || strftime(production_month::date, '%Y-%m') as month_id,
  production_month::date as month,
  day(last_day(production_month::date)) as days_in_month,
  days_on_production::integer as days_on,
  -- Months that report volumes and no days: the days are not known, so the volume belongs to the whole month.
  days_on_production::integer = 0
    and oil_bbl::double + gas_mcf::double + water_bbl::double + injection_volume::double > 0 as days_unknown,
  product_code,
  oil_bbl::double as liquid_bbl,
  gas_mcf::double as gas_mcf,
  water_bbl::double as water_bbl,
  case when well_status_code = '04' then injection_volume::double end as injected_water_bbl,
  api_well_number,
  interval_code,
  completion_name,
  lease_number,
  area_block,
  field_code,
  operator_name,
  first_production_date,
  case when production_month::date >= date '2024-01-01' then timestamptz '2025-04-17 00:00:00+00'
       else timestamptz '2025-02-01 00:00:00+00' end as published
from gulf_months;

create table spread as
select *, case when days_unknown then days_in_month else days_on end as days_spread from months;
