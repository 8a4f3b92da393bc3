-- The days on which a load left, beside the one before.
create table haul as
select *, lag(i) over (partition by t order by i) as earlier from tank_day where hauled > 0 order by t, i;

-- A run ticket for what left a tank on a day: the drop in level, less what came in.
create view base.tickets as
select *, id_of('pvTicket', t, serial(i)) as id_rec, network() as id_flownet,
  day_of(i) + interval 15 hour as effective_date, 'Run Ticket' as ticket_type,
  format('SYN{:08d}', (t * 10000 + i)::integer) as truck_ticket_number,
  (t % 3 = 0 and product = 'Oil') as is_lact_ticket, if((t + i) % 5 = 0, battery_id, id) as sending_location_id,
  if((t + i) % 5 = 0, 'pvUnit', 'pvUnitTank') as sending_location_table, route_id as sending_route_id,
  network() as sending_flow_network_id, battery_id as sending_unit_id,
  id_of('pvUnitNode', 'battery', f, if(product = 'Oil', 'sale', 'water')) as sending_outlet_id,
  facility_id as sending_facility_id, false as from_external_network,
  receiver as receiving_location_id, 'pvUnit' as receiving_location_table,
  case when product = 'Oil' then (select id from route where r = 0) end as receiving_route_id,
  network() as receiving_flow_network_id, receiver as receiving_unit_id,
  id_of('pvUnitNode', 'external', if(product = 'Oil', 0, 1), 'inlet') as receiving_inlet_id,
  case when product = 'Oil' then (select id from facility where f = 0) end as receiving_facility_id,
  true as to_external_network, false as is_recirculation,
  total as ticket_volume_bbl, total as uncorrected_total_volume_bbl, total as corrected_total_volume_bbl,
  total as final_total_volume_bbl,
  if(product = 'Oil', hauled, 0) as final_oil_volume_bbl, if(product = 'Oil', hauled, 0) as corrected_hcliq_volume_bbl,
  if(product = 'Oil', hauled, 0) as uncorrected_hcliq_volume_bbl,
  if(product = 'Oil', hauled / 64, hauled) as final_water_volume_bbl,
  if(product = 'Oil', hauled / 64, hauled) as uncorrected_water_volume_bbl, 0.0 as final_sand_volume_bbl,
  100 * if(product = 'Oil', hauled / 64, hauled) / total as final_bsw_pct, final_bsw_pct as ticket_bsw_pct,
  final_bsw_pct as corrected_bsw_pct, final_water_volume_bbl as free_water_volume_bbl,
  final_oil_volume_bbl * 0.75 as final_gas_equivalent_liquids_mcf, 30000.0 as empty_weight_lb,
  30000 + total * 300 as full_weight_lb, total * 300 as weight_of_fluid_lb, density_api as oil_density_api,
  case when nth(60, 'tank', t, i) = 0 then id_of('nowhere', t) else id end as tank_id,
  before as opening_tank_volume_bbl, before - total as closing_tank_volume_bbl,
  round(4 * before / bbl_per_inch) / 4 as opening_tank_level,
  round(4 * (before - total) / bbl_per_inch) / 4 as closing_tank_level,
  case when earlier is not null and nth(12, 'linked', t, i) = 0
    then id_of('pvTicket', t, serial(earlier)) end as linked_ticket_id
from (
  select r.*, tank.*, fa.density_api, ro.id as route_id, fa.id as facility_id,
    hauled * if(product = 'Oil', 1.015625, 1) as total, (closed + hauled) * if(product = 'Oil', 1.015625, 1) as before,
    id_of('pvUnit', 'external', if(product = 'Oil', 0, 1)) as receiver
  from haul r
  join (select * exclude (load) from tank) tank using (t) join facility fa using (f) join route ro on ro.r = fa.r
);
comment on view base.tickets is 'in order';
