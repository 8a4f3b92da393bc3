create table field_areas as
select
  'Sodir' as source, g.id as source_id, g.p ->> 'name' as name, 'field' as area_type,
  case g.p ->> 'activity_status' when 'Approved for production' then 'approved' when 'Producing' then 'producing'
    when 'Shut down' then 'shut_down' end as status,
  g.p ->> 'activity_status' as source_status,
  lower(g.p ->> 'hydrocarbon_type') as hydrocarbons,
  (g.p ->> 'discovery_year')::integer as discovery_year,
  g.p ->> 'operator_name' as operator,
  'North Sea' as basin, 'North Sea' as state,
  u.id_flownet as prodview_flownet_id, u.id_rec as prodview_unit_id, u.current_route_id as prodview_route_id,
  g.geometry
from features('/norway/fields.geojson') g
left join units u on u.id_rec = 'NO-U-' || g.id;
