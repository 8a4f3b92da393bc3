-- The sums of a facility's completions, day by day, with what other facilities send it.
create table facility_sum as
select
  f, i, sum(hcliq) as hcliq, sum(gas) as gas, sum(water) as water, sum(a_hcliq) as a_hcliq, sum(a_gas) as a_gas,
  sum(a_water) as a_water,
  sum(case when is_gas then a_hcliq else 0 end) as a_cond, sum(i_gas) as i_gas, sum(i_water) as i_water,
  sum(r.lift) as lift, sum(flare) as flare, sum(vent) as vent, sum(load) as load
from comp_day r join (select c, is_gas from comp) using (c)
group by f, i;

create table facility_day as
select
  *, null::double as fuel, null::double as sent, null::double as received, null::double as leak,
  null::double as flooded, null::double as sold_gas,
  null::double as open_hcliq, null::double as close_hcliq, null::double as out_hcliq,
  null::double as open_water, null::double as close_water, null::double as out_water
from facility_sum limit 0;

-- A truck load of a facility's tanks is what three days at the best rate bring.
create table facility_load as
select f,
  greatest(160, 160 * ceil(max(a_hcliq) * 3 / 160))::double as load_hcliq,
  greatest(160, 160 * ceil(max(a_water) * 3 / 160))::double as load_water
from facility_sum
group by f
order by f;
