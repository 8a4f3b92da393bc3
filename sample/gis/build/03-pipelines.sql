create table pipelines as
select
  'BSEE' as source, g.id as source_id,
  'Segment ' || g.id || ': ' || concat_ws(' ', g.p ->> 'from_area_code', g.p ->> 'from_block', g.p ->> 'from_name')
    || ' to ' || concat_ws(' ', g.p ->> 'to_area_code', g.p ->> 'to_block', g.p ->> 'to_name') as name,
  case g.p ->> 'status_code' when 'PROP' then 'proposed' when 'ACT' then 'active' when 'OUT' then 'out_of_service'
    when 'PABN' then 'abandonment_proposed' when 'PREM' then 'removal_proposed' when 'ABN' then 'abandoned'
    when 'REM' then 'removed' end as status,
  g.p ->> 'status_code' as source_status,
  case g.p ->> 'product_code' when 'OIL' then 'oil' when 'GAS' then 'gas' when 'H2O' then 'water'
    when 'BLKO' then 'bulk_oil' when 'BLOH' then 'bulk_oil' when 'BLKG' then 'bulk_gas' when 'LIFT' then 'lift_gas'
    when 'SERV' then 'service' when 'CSNG' then 'casing' when 'UBEH' then 'umbilical' when 'UMB' then 'umbilical'
    when 'UMBH' then 'umbilical' when 'UMBE' then 'umbilical' else 'other' end as commodity,
  g.p ->> 'product_code' as source_product,
  -- A range such as 04-06 is a line whose size changes: the larger one.
  right(g.p ->> 'nominal_size_inch_code', 2)::integer as diameter_in,
  round((g.p ->> 'segment_length_ft')::double * 0.3048, 1) as length_m,
  (g.p ->> 'max_allowable_operating_pressure_psi')::double as max_pressure_psi,
  g.p ->> 'operator_name' as operator,
  'Gulf of Mexico' as basin, 'Gulf of Mexico OCS' as state,
  (g.p ->> 'installed_date')::date as installed_date,
  g.p ->> 'from_name' as from_name, g.p ->> 'to_name' as to_name,
  'US-GULF-MC' as prodview_flownet_id, a.id_rec as from_facility_id, b.id_rec as to_facility_id,
  g.geometry
from features('/us_gulf/pipelines.geojson') g
left join edges e on e.segment_number = g.id and e.edge_kind = 'pipeline_segment'
left join facilities a on a.id_rec = 'MC-F-' || e.from_node_id
left join facilities b on b.id_rec = 'MC-F-' || e.to_node_id;

insert into pipelines by name
select
  'Sodir' as source, g.id as source_id, g.p ->> 'name' as name,
  case g.p ->> 'current_phase' when 'IN SERVICE' then 'active' when 'DECOMMISSIONED' then 'decommissioned'
    when 'ABANDONED IN PLACE' then 'abandoned' end as status,
  g.p ->> 'current_phase' as source_status,
  lower(g.p ->> 'medium') as commodity, g.p ->> 'medium' as source_product,
  (g.p ->> 'dimension_inch')::double as diameter_in,
  g.p ->> 'operator_name' as operator,
  'North Sea' as basin, 'North Sea' as state,
  g.p ->> 'from_facility_name' as from_name, g.p ->> 'to_facility_name' as to_name,
  'NO-NORTH-SEA' as prodview_flownet_id, a.id_rec as from_facility_id, b.id_rec as to_facility_id,
  g.geometry
from features('/norway/pipelines.geojson') g
left join facilities a on a.id_rec = 'NO-F-' || (g.p ->> 'from_facility_npdid')
left join facilities b on b.id_rec = 'NO-F-' || (g.p ->> 'to_facility_npdid');
