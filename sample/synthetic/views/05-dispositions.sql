-- Where a completion's product went: sold, disposed of, burned, and so on, each through a node of the battery. The
-- records
-- of a day add up to what was allocated.
create table way_out as
select * from (values
  (0, 'sale', 'Sales'), (1, 'water', 'Disposal'), (2, 'fuel', 'Fuel'), (3, 'flare', 'Flare'), (4, 'vent', 'Vent'),
  (5, 'flood', 'Injection'), (6, 'lift', 'Lift gas')
) t(k, node, kind);

create macro disposed(rows) as table
select * from (
  select d.*, w.k, w.node,
    if(k = 0, allocated_hcliq_bbl, 0) as hcliq_volume_bbl,
    if(k = 0, allocated_gas_eq_hcliq_mcf, 0) as hcliq_gas_equivalent_mcf,
    case k when 0 then disp_sales_gas_mcf when 2 then disp_fuel_gas_mcf when 3 then disp_flare_gas_mcf when 4
      then disp_vent_gas_mcf when 6 then disp_injected_gas_mcf else 0 end as gas_volume_mcf,
    case k when 1 then allocated_water_bbl - disp_injected_water_bbl when 5 then disp_injected_water_bbl
      else 0 end as water_volume_bbl,
    if(k = 1, allocated_sand_bbl, 0) as sand_volume_bbl, fa.battery_id, fa.separator_id, fa.is_wet
  from (select *, unnest(range(7)) as k_ from allocated(rows) where role in ('Producer', 'Shut in')) d
  join way_out w on w.k = d.k_
  join facility fa on fa.f = d.f
)
where hcliq_volume_bbl > 0 or gas_volume_mcf > 0 or water_volume_bbl > 0;

create macro sent_out(rows) as table
select *, network() as id_flownet, id_of('pvUnitNode', 'well', w) as outlet_send_id,
  case when node = 'lift' then id_of('pvUnitNode', 'separator', f, 'lift')
    else id_of('pvUnitNode', 'battery', f, node) end as disposition_unit_node_id,
  case when node = 'lift' then separator_id else battery_id end as disposition_unit_id, comp_id as completion_id,
  gas_volume_mcf * allocated_heat_factor_btu_per_ft3 / 1000 as heat_content_mmbtu
from disposed(rows);

create view base.monthly_dispositions as
select *, id_of('pvUnitDispMonth', c, month_index(i), k) as id_rec, unit_id as id_rec_parent,
  date_trunc('month', day_of(i))::timestamp as disposition_start_date,
  last_day(day_of(i))::timestamp as disposition_end_date
from sent_out('comp_month');
comment on view base.monthly_dispositions is 'in order';

create view base.daily_dispositions as
select *, id_of('pvUnitDispMonthDay', c, serial(i), k) as id_rec,
  id_of('pvUnitDispMonth', c, month_index(i), k) as id_rec_parent,
  day_of(i)::timestamp as disposition_date
from sent_out('comp_day');
comment on view base.daily_dispositions is 'in order';
