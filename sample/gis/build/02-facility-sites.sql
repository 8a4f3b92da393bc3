-- Nothing is published of a Gulf facility's state. By rule: active where a segment at it is, retired where all that
-- were ever laid are out of use, planned where none was; a platform without a segment is active with a completed well.
create table segment_states as
select node_id,
  bool_or(status_code = 'ACT') as is_active,
  bool_or(coalesce(status_code, 'CNCL') not in ('PROP', 'CNCL')) as was_laid
from (
  select from_node_id as node_id, status_code from edges where edge_kind = 'pipeline_segment'
  union all
  select to_node_id, status_code from edges where edge_kind = 'pipeline_segment'
)
group by node_id;

create table platform_states as
select e.to_node_id as node_id, bool_or(w.borehole_status_code = 'COM') as has_completed_well
from edges e
join nodes n on n.node_id = e.from_node_id
join wells w on left(w.api_well_number, 10) = n.api10_well_number
where e.edge_kind = 'platform_well'
group by e.to_node_id;

create table facility_sites as
select
  'BSEE' as source, g.id as source_id,
  coalesce(f.facility_name, g.p ->> 'name') as name,
  case g.p ->> 'kind' when 'platform' then 'PLATFORM' else 'SUBSEA' end as site_type,
  g.p ->> 'kind' as kind,
  case when s.is_active or (s.node_id is null and w.has_completed_well) then 'active'
       when s.was_laid or s.node_id is null then 'retired' else 'planned' end as status,
  null::varchar as source_status,
  g.p ->> 'operator_name' as operator,
  'Gulf of Mexico' as basin, 'Gulf of Mexico OCS' as state,
  null::double as water_depth_m, null::date as start_date,
  'US-GULF-MC' as prodview_flownet_id, f.id_rec as prodview_facility_id,
  n.api10_well_number as api_10,
  g.geometry
from features('/us_gulf/facilities.geojson') g
join nodes n on n.node_id = g.id
left join segment_states s on s.node_id = g.id
left join platform_states w on w.node_id = g.id
left join facilities f on f.id_rec = 'MC-F-' || g.id;

insert into facility_sites by name
select
  'Sodir' as source, g.id as source_id,
  g.p ->> 'name' as name,
  case when g.p ->> 'surface' = 'N' then 'SUBSEA'
       when g.p ->> 'kind' in ('ONSHORE FACILITY', 'LANDFALL') then 'PLANT'
       when contains(g.p ->> 'functions', 'BOOSTER') then 'COMPRESSOR' else 'PLATFORM' end as site_type,
  g.p ->> 'kind' as kind,
  case g.p ->> 'phase' when 'IN SERVICE' then 'active' when 'FUTURE' then 'planned'
    when 'INSTALLATION' then 'under_construction' when 'FABRICATION' then 'under_construction' else 'retired' end as status,
  g.p ->> 'phase' as source_status,
  g.p ->> 'operator_name' as operator,
  'North Sea' as basin, 'North Sea' as state,
  (g.p ->> 'water_depth_m')::double as water_depth_m, (g.p ->> 'startup_date')::date as start_date,
  'NO-NORTH-SEA' as prodview_flownet_id, f.id_rec as prodview_facility_id,
  g.geometry
from features('/norway/facilities.geojson') g
left join facilities f on f.id_rec = 'NO-F-' || g.id;
