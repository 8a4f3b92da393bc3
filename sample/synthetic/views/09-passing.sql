-- What passes a node of a separator or battery, over the rows that are named (days or months of facilities).
create macro passing(rows) as table
select f, i, p.place, p.part, id_of('pvUnitNode', p.place, f, p.part) as node_id,
  p.hcliq as hcliq_volume_bbl, p.gas as gas_volume_mcf, p.water as water_volume_bbl
from (
  select f, i, unnest([
    { place: 'separator', part: 'inlet', hcliq: a_hcliq, gas: a_gas, water: a_water },
    { place: 'separator', part: 'oil', hcliq: a_hcliq, gas: 0, water: 0 },
    { place: 'separator', part: 'gas', hcliq: 0, gas: a_gas - lift, water: 0 },
    { place: 'separator', part: 'lift', hcliq: 0, gas: lift, water: 0 },
    { place: 'separator', part: 'water', hcliq: 0, gas: 0, water: a_water },
    { place: 'battery', part: 'oil in', hcliq: a_hcliq, gas: 0, water: 0 },
    { place: 'battery', part: 'gas in', hcliq: 0, gas: a_gas - lift - leak, water: 0 },
    { place: 'battery', part: 'water in', hcliq: 0, gas: 0, water: a_water },
    { place: 'battery', part: 'receipts', hcliq: 0, gas: received, water: 0 },
    { place: 'battery', part: 'sale', hcliq: out_hcliq, gas: sold_gas, water: 0 },
    { place: 'battery', part: 'transfer', hcliq: 0, gas: sent, water: 0 },
    { place: 'battery', part: 'fuel', hcliq: 0, gas: fuel, water: 0 },
    { place: 'battery', part: 'flare', hcliq: 0, gas: flare, water: 0 },
    { place: 'battery', part: 'vent', hcliq: 0, gas: vent, water: 0 },
    { place: 'battery', part: 'water', hcliq: 0, gas: 0, water: out_water },
    { place: 'battery', part: 'flood', hcliq: 0, gas: 0, water: flooded }
  ]) as p
  from query_table(rows)
);

create macro passing_anywhere(days_of_wells, days_of_facilities) as table
with battery as (from passing(days_of_facilities)), well_rows as (
  select w, r.i, r.a_hcliq, r.a_gas, r.a_water, r.lift as lift_gas, r.i_water, r.i_gas, r.f, comp.lift as lift_name,
    role
  from query_table(days_of_wells) r join comp using (c)
)
select f, i, node_id, hcliq_volume_bbl, gas_volume_mcf, water_volume_bbl from battery
union all
select max(f), i, id_of('pvUnitNode', 'well', w), sum(a_hcliq), sum(a_gas), sum(a_water) from well_rows
where role <> 'Injector' group by w, i
union all
select f, i, id_of('pvUnitNode', 'well', w, 'lift'), 0, lift_gas, 0 from well_rows where lift_name = 'Gas Lift'
union all
select f, i, id_of('pvUnitNode', 'well', w, 'injection'), 0, i_gas, i_water from well_rows where role = 'Injector'
union all
select 0, i, id_of('pvUnitNode', 'external', 3, 'outlet'), 0, sum(i_gas), sum(i_water) from well_rows
where role = 'Injector' group by i
union all
select 0, i, id_of('pvUnitNode', 'external', if(part = 'sale', 0, if(part = 'water', 1, 2)), 'inlet'),
  sum(hcliq_volume_bbl), sum(gas_volume_mcf), sum(water_volume_bbl)
from battery where place = 'battery' and part in ('sale', 'water', 'flood') group by i, part
union all
select 0, i, id_of('pvUnitNode', 'external', x, end_), hcliq_volume_bbl, gas_volume_mcf, water_volume_bbl
from battery, (select unnest(range(10, 22)) as x), (values ('inlet'), ('outlet')) e(end_)
where place = 'battery' and part = 'sale' and f = 0;

create view facility_calculated_day as from facility_day where day_of(i) >= calculated_from();
create table node_day as from passing_anywhere('calculated_day', 'facility_calculated_day') order by node_id, i;
create table node_month as
select max(f) as f, month_index(i) as m, max(i) as i, node_id, sum(hcliq_volume_bbl) as hcliq_volume_bbl,
  sum(gas_volume_mcf) as gas_volume_mcf, sum(water_volume_bbl) as water_volume_bbl
from passing_anywhere('comp_month', 'facility_month') group by node_id, month_index(i) order by node_id, m;
