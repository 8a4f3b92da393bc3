-- A well stands where its borehole begins; side-tracks of one well stand on the same point.
create table well_locations as
select
  'BSEE' as source, api_well_number as source_id,
  bottom_area_code || ' ' || bottom_block || ' ' || well_name
    || case when well_name_suffix = 'ST00BP00' then '' else ' ' || well_name_suffix end as name,
  case borehole_status_code when 'APD' then 'permitted' when 'AST' then 'permitted' when 'DRL' then 'drilling'
    when 'COM' then 'completed' when 'DSI' then 'suspended' when 'TA' then 'temporarily_abandoned'
    when 'PA' then 'abandoned' when 'ST' then 'sidetracked' when 'CNL' then 'cancelled' end as status,
  borehole_status_code as source_status,
  operator_name as operator,
  'Gulf of Mexico' as basin, 'Gulf of Mexico OCS' as state, field_code as field_name,
  round(water_depth_ft::double * 0.3048, 1) as water_depth_m,
  u.api_10,
  u.id_flownet as prodview_flownet_id, u.id_rec as prodview_unit_id,
  json_object('type', 'Point', 'coordinates', [surface_longitude::double, surface_latitude::double]) as geometry
from wells w
left join units u on u.id_rec = 'MC-W-' || w.api_well_number;

insert into well_locations by name
select
  'Sodir' as source, wellbore_npdid as source_id, wellbore_name as name,
  case status when 'PRODUCING' then 'producing' when 'INJECTING' then 'injecting' when 'CLOSED' then 'shut_in'
    when 'PLUGGED' then 'plugged' when 'P&A' then 'abandoned' when 'JUNKED' then 'abandoned'
    when 'PREDRILLED' then 'suspended' when 'SUSPENDED' then 'suspended' when 'DRILLING' then 'drilling'
    when 'WILL NEVER BE DRILLED' then 'cancelled' end as status,
  status as source_status,
  drilling_operator as operator,
  'North Sea' as basin, 'North Sea' as state, field_name,
  water_depth_m::double as water_depth_m,
  u.id_flownet as prodview_flownet_id, u.id_rec as prodview_unit_id,
  json_object('type', 'Point', 'coordinates', [longitude::double, latitude::double]) as geometry
from published('/norway/wellbores.csv') w
left join units u on u.id_rec = 'NO-W-' || w.wellbore_npdid;
