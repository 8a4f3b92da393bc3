create table facility_month as
select
  f, month_index(i) as m, max(i) as i, sum(hcliq) as hcliq, sum(gas) as gas, sum(water) as water,
  sum(a_hcliq) as a_hcliq, sum(a_gas) as a_gas, sum(a_water) as a_water, sum(a_cond) as a_cond, sum(i_gas) as i_gas,
  sum(i_water) as i_water,
  sum(lift) as lift, sum(flare) as flare, sum(vent) as vent, sum(load) as load,
  sum(fuel) as fuel, sum(sent) as sent, sum(received) as received, sum(leak) as leak, sum(flooded) as flooded,
  sum(sold_gas) as sold_gas,
  min_by(open_hcliq, i) as open_hcliq, max_by(close_hcliq, i) as close_hcliq, sum(out_hcliq) as out_hcliq,
  min_by(open_water, i) as open_water, max_by(close_water, i) as close_water, sum(out_water) as out_water
from facility_day
group by f, month_index(i)
order by f, m;
