create macro bbl(mill_sm3) as mill_sm3::double * 1e6 / 0.158987294928;
create macro mcf(bill_sm3) as bill_sm3::double * 1e9 / 28.316846592;

create table norway_status as
select
  'NO-S-' || wellbore_npdid || '-' || step as id_rec,
  'NO-C-' || wellbore_npdid as id_rec_parent, 'NO-NORTH-SEA' as id_flownet,
  day::timestamp as status_date, word as status,
  case content when 'OIL' then 'Oil' when 'GAS' then 'Gas' when 'WATER' then 'Water' else nullif(content, 'NOT APPLICABLE') end as primary_fluid_type,
  case purpose when 'PRODUCTION' then 'Production' when 'INJECTION' then 'Injection' end as flow_direction,
  timestamptz '2022-03-16 00:00:00+00' as _fivetran_synced
from (
  select *, unnest([
    {step: 1, day: entry_date, word: 'Drilling began'}, {step: 2, day: completion_date, word: 'Completed'},
    {step: 3, day: plugged_date, word: 'Plugged'}, {step: 4, day: plug_and_abandon_date, word: 'Plugged and abandoned'}
  ], recursive := true)
  from wellbores
)
where day is not null;

create table norway_newest as
select id_rec_parent, arg_max(id_rec, (status_date, id_rec)) as status_id from norway_status group by all;

create table norway_units as
select
  'NO-W-' || wellbore_npdid as id_rec, 'NO-NORTH-SEA' as id_flownet, wellbore_name as unit_name, 'Well' as unit_type,
  case purpose when 'PRODUCTION' then 'Production' when 'INJECTION' then 'Injection' when 'OBSERVATION' then 'Observation' end as unit_sub_type,
  drilling_operator as operator_name, latitude::double as surface_latitude, longitude::double as surface_longitude,
  'WGS 84' as latlong_datum, 'Published, shifted from ED50' as latlong_data_source,
  field_name as regulatory_field_name, 'Norway' as country, 'North Sea' as state_province,
  production_facility_name as facility_name, wellbore_npdid as regulatory_id, production_licence as lease_number,
  'NO-R-' || field_npdid as current_route_id, case when field_npdid is not null then field_name end as route,
  'NO-F-' || production_facility_npdid as current_facility_id, n.status_id as current_completion_status_id,
  status as completion_status, 'Norwegian Offshore Directorate' as government_authority,
  timestamptz '2022-03-16 00:00:00+00' as _fivetran_synced
from wellbores w
left join norway_newest n on n.id_rec_parent = 'NO-C-' || w.wellbore_npdid;

-- What reports as a whole: Sodir's fields, with production or without, and the discoveries that produced on test.
create table carriers as
with months as (select *, make_date(year::integer, month::integer, 1) as first_day from field_months),
reported as (
  select
    information_carrier_npdid as npdid, any_value(information_carrier_name) as name,
    max(first_day) filter (oil_gross_mill_sm3::double > 0 or condensate_gross_mill_sm3::double > 0 or gas_gross_bill_sm3::double > 0) as last_produced,
    max(first_day) filter (oil_gross_mill_sm3::double > 0 or condensate_gross_mill_sm3::double > 0) as last_oil,
    max(first_day) filter (gas_gross_bill_sm3::double > 0) as last_gas
  from months group by all
)
select
  coalesce(r.npdid, f.field.field_npdid::varchar) as npdid, coalesce(r.name, f.field.name) as name,
  f.field.field_npdid is not null as is_field, f.field.name as field_name, f.field.operator_name as operator_name,
  f.field.activity_status as activity_status, r.last_produced, r.last_oil, r.last_gas,
  case when f.field is null then timestamptz '2022-03-16 00:00:00+00' else timestamptz '2024-11-05 00:00:00+00' end as published
from reported r
full join fields f on f.field.field_npdid::varchar = r.npdid;

insert into norway_units by name
select
  'NO-U-' || npdid as id_rec, 'NO-NORTH-SEA' as id_flownet, name as unit_name, 'Field' as unit_type,
  case when is_field then 'Field' else 'Discovery' end as unit_sub_type,
  operator_name, field_name as regulatory_field_name, 'Norway' as country, 'North Sea' as state_province,
  npdid as regulatory_id, case when is_field then 'NO-R-' || npdid end as current_route_id, field_name as route,
  activity_status as completion_status,
  'Norwegian Offshore Directorate' as government_authority, published as _fivetran_synced
from carriers;

create table norway_completions as
select
  'NO-C-' || wellbore_npdid as id_rec, 'NO-W-' || wellbore_npdid as id_rec_parent, 'NO-NORTH-SEA' as id_flownet,
  wellbore_name as completion_name, wellbore_npdid as permanent_completion_id, well_name,
  wellbore_npdid as well_regulatory_id, entry_date::timestamp as spud_date,
  plug_and_abandon_date::timestamp as abandon_date, null::timestamp as last_produced_date,
  null::timestamp as last_produced_oil_date, null::timestamp as last_produced_gas_date,
  timestamptz '2022-03-16 00:00:00+00' as _fivetran_synced
from wellbores;

insert into norway_completions by name
select
  'NO-FC-' || npdid as id_rec, 'NO-U-' || npdid as id_rec_parent, 'NO-NORTH-SEA' as id_flownet,
  name || case when is_field then ' (reported as a field)' else ' (reported as a discovery)' end as completion_name,
  npdid as permanent_completion_id, last_produced::timestamp as last_produced_date,
  last_oil::timestamp as last_produced_oil_date, last_gas::timestamp as last_produced_gas_date, published as _fivetran_synced
from carriers;

create table norway_monthly as
with m as (select *, make_date(year::integer, month::integer, 1) as first_day from field_months)
select
  'NO-M-' || information_carrier_npdid || '-' || strftime(first_day, '%Y-%m') as id_rec,
  'NO-U-' || information_carrier_npdid as id_rec_parent, 'NO-NORTH-SEA' as id_flownet,
  'NO-FC-' || information_carrier_npdid as completion_id,
  first_day::timestamp as allocation_start_date, last_day(first_day)::timestamp as allocation_end_date,
  year::integer as allocation_year, month::integer as allocation_month,
  bbl(oil_gross_mill_sm3) + bbl(condensate_gross_mill_sm3) as allocated_hcliq_bbl,
  bbl(oil_gross_mill_sm3) as allocated_oil_bbl, bbl(condensate_gross_mill_sm3) as allocated_condensate_bbl,
  mcf(gas_gross_bill_sm3) as allocated_gas_mcf, bbl(produced_water_mill_sm3) as allocated_water_bbl,
  timestamptz '2022-03-16 00:00:00+00' as _fivetran_synced
from m;

create table norway_facilities as
with all_facilities as (
  select facility.facility_npdid::varchar as npdid, facility.name, facility.kind, facility.phase, facility.functions,
    facility.startup_date::varchar as startup_date, facility.operator_name from located
  union all by name
  select facility_npdid as npdid, name, kind, phase, functions, startup_date, operator_name from unlocated
)
select
  'NO-F-' || npdid as id_rec, 'NO-NORTH-SEA' as id_flownet, name as facility_name, npdid as permanent_facility_id,
  kind as facility_type_1, functions as facility_type_2, startup_date::timestamp as start_date,
  'Operator: ' || operator_name as comments, phase as user_txt1,
  timestamptz '2024-11-05 00:00:00+00' as _fivetran_synced
from (select distinct on (npdid) * from all_facilities order by npdid);
