create table gulf_monthly as
select
  month_id as id_rec, unit_id as id_rec_parent, 'US-GULF-MC' as id_flownet, m.completion_id,
  month::timestamp as allocation_start_date, last_day(month)::timestamp as allocation_end_date,
  year(month)::integer as allocation_year, month(month)::integer as allocation_month,
  case when not days_unknown then (days_in_month - days_on) * 24.0::double end as downtime_hours,
  case when not days_unknown then days_on * 24.0::double end as operating_time_hours,
  liquid_bbl as gathered_hcliq_bbl, gas_mcf as gathered_gas_mcf, water_bbl as gathered_water_bbl,
  liquid_bbl as allocated_hcliq_bbl,
  case when product_code <> 'G' then liquid_bbl end as allocated_oil_bbl,
  case when product_code = 'G' then liquid_bbl end as allocated_condensate_bbl,
  gas_mcf as allocated_gas_mcf, water_bbl as allocated_water_bbl,
  liquid_bbl as new_production_hcliq_bbl,
  case when product_code <> 'G' then liquid_bbl end as new_production_oil_bbl,
  case when product_code = 'G' then liquid_bbl end as new_production_condensate_bbl,
  gas_mcf as new_production_gas_mcf, water_bbl as new_production_water_bbl,
  injected_water_bbl as injection_well_water_bbl,
  s.status_id,
  published as _fivetran_synced
from spread m
left join month_status s using (month_id);

create table gulf_daily as
select
  'MC-D-' || substr(d.completion_id, 6) || '-' || allocation_day as id_rec,
  month_id as id_rec_parent, 'US-GULF-MC' as id_flownet, unit_id as id_rec_unit, d.completion_id as id_rec_comp,
  allocation_day::timestamp as allocation_date,
  year(allocation_day)::integer as allocation_year, month(allocation_day)::integer as allocation_month,
  day_of_month as allocation_day_of_month,
  case when days_unknown then null when is_on then 0.0::double else 24.0::double end as downtime_hours,
  case when days_unknown then null when is_on then 24.0::double else 0.0::double end as operating_time_hours,
  liquid as gathered_hcliq_bbl, gas as gathered_gas_mcf, water as gathered_water_bbl,
  liquid as allocated_hcliq_bbl,
  case when product_code <> 'G' then liquid end as allocated_oil_bbl,
  case when product_code = 'G' then liquid end as allocated_condensate_bbl,
  gas as allocated_gas_mcf, water as allocated_water_bbl,
  liquid as new_prod_hcliq_bbl,
  case when product_code <> 'G' then liquid end as new_prod_oil_bbl,
  case when product_code = 'G' then liquid end as new_prod_condensate_bbl,
  gas as new_prod_gas_mcf, water as new_prod_water_bbl,
  injected as injection_well_water_bbl,
  s.status_id as id_rec_status,
  t.id_rec as id_rec_downtime,
  published as _fivetran_synced
from (
  select *,
    case when is_on then liquid_bbl / days_spread else 0 end as liquid,
    case when is_on then gas_mcf / days_spread else 0 end as gas,
    case when is_on then water_bbl / days_spread else 0 end as water,
    case when injected_water_bbl is null then null when is_on then injected_water_bbl / days_spread else 0 end as injected
  from days
) d
left join status_periods s
  on s.completion_id = d.completion_id and s.from_day <= d.allocation_day and coalesce(s.until_day > d.allocation_day, true)
left join downtimes t on t.id_rec_parent = d.completion_id and d.allocation_day between t.first_day and t.last_day;
