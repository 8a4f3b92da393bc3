-- A platform's month is the sum of the wells that hang on it.
create table gulf_facility_months as
select
  'MC-FM-' || p.platform || '-' || strftime(m.month, '%Y-%m') as id_rec,
  'MC-F-' || p.platform as id_rec_parent, 'US-GULF-MC' as id_flownet,
  m.month::timestamp as period_start_date, last_day(m.month)::timestamp as period_end_date,
  year(m.month)::double as calculation_year, month(m.month)::double as calculation_month,
  sum(m.liquid_bbl) as produced_hcliq_bbl, sum(m.gas_mcf) as produced_gas_mcf, sum(m.water_bbl) as produced_water_bbl,
  max(m.published) as _fivetran_synced
from months m
join unit_platform p using (api_well_number)
group by all;
