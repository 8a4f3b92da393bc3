-- Platforms, and which wells hang on them: from the derived gathering network of the publication.
create table platform_wells as
select distinct node.api10_well_number as api10, edge.to_node_id as platform
from flow_edges edge
join flow_nodes node on node.node_id = edge.from_node_id
where edge.edge_kind = 'platform_well' and node.api10_well_number is not null;

create table unit_platform as
select w.api_well_number, min(p.platform) as platform
from wells w
join platform_wells p on p.api10 = left(w.api_well_number, 10)
group by all;

create table gulf_facilities as
select
  'MC-F-' || node_id as id_rec,
  'US-GULF-MC' as id_flownet,
  case kind when 'platform' then area_code || ' ' || block || ' ' || name else name || ' (' || area_code || ' ' || block || ')' end
    as facility_name,
  node_id as permanent_facility_id,
  kind as facility_type_1,
  'Operator: ' || operator_name as comments,
  area_code || ' ' || block as user_txt2,
  lease_number as user_txt3,
  timestamptz '2025-05-04 00:00:00+00' as _fivetran_synced
from flow_nodes
-- Everything that was published with a position, and what is a facility by its kind but has none.
where kind in ('platform', 'subsea_manifold', 'umbilical_termination')
   or node_id in (select facility.node_id from gulf_located);
