-- A producing interval is a completion; its dates of last production are those of the reports from 2021 on.
create table produced as
select
  completion_id,
  max(month) filter (liquid_bbl > 0 or gas_mcf > 0) as last_produced,
  max(month) filter (liquid_bbl > 0) as last_oil,
  max(month) filter (gas_mcf > 0) as last_gas,
  arg_max(completion_name, month) as completion_name,
  any_value(unit_id) as unit_id,
  arg_max(lease_number, month) as lease_number,
  min(first_production_date) as first_production_date
from months
group by completion_id;

create table gulf_completion_rows as
select
  coalesce('MC-C-' || c.completion_id, p.completion_id) as id_rec,
  coalesce('MC-W-' || c.api_well_number, p.unit_id) as id_rec_parent,
  'US-GULF-MC' as id_flownet,
  coalesce(coalesce(c.completion_name, p.completion_name) || ' (' || coalesce(c.interval_code, right(p.completion_id, 3)) || ')',
    'Interval ' || coalesce(c.interval_code, right(p.completion_id, 3))) as completion_name,
  coalesce(c.completion_id, substr(p.completion_id, 6)) as permanent_completion_id,
  w.well_name,
  left(coalesce(c.api_well_number, substr(p.completion_id, 6, 12)), 10) as api_10,
  coalesce(c.api_well_number, substr(p.completion_id, 6, 12)) as well_regulatory_id,
  coalesce(c.lease_number, p.lease_number) as federal_lease_number,
  c.reservoir_name as producing_formation,
  c.first_completion_date::timestamp as user_date_2,
  p.first_production_date::timestamp as pop_date,
  p.last_produced::timestamp as last_produced_date,
  p.last_oil::timestamp as last_produced_oil_date,
  p.last_gas::timestamp as last_produced_gas_date,
  c.squeezed_date::timestamp as abandon_date,
  w.spud_date::timestamp as spud_date,
  w.bottom_latitude::double as bottomhole_latitude,
  w.bottom_longitude::double as bottomhole_longitude,
  'WGS 84' as latlong_datum,
  timestamptz '2025-05-04 00:00:00+00' as _fivetran_synced
from gulf_completions c
full join produced p on p.completion_id = 'MC-C-' || c.completion_id
left join wells w on w.api_well_number = coalesce(c.api_well_number, substr(p.completion_id, 6, 12));
