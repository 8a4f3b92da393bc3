-- The days of the completions from lo to hi.
insert into comp_day
with days as (
  select c, s, f, is_on, unnest(range(from_i, to_i))::integer as i
  from comp_period
  where c between getvariable('lo') and getvariable('hi')
), known as (
  select d.*, month_index(d.i) as m, d.i - comp.pop_i as t, dd.dt,
    coalesce(dd.down, case when is_on then 0 else 24 end)::double as down,
    comp.* exclude (c, f), role in ('Producer', 'Shut in') as produces
  from days d
  join comp using (c)
  left join down_day dd using (c, i)
), able as (
  select *, 24 - down as up, (24 - down) / 24 * (1 + 0.12 * (u('noise', c, i) - 0.5)) as running,
    case when produces then decline(qi, di, b, t) else 0 end as able_hcliq,
    case when produces then decline(qi, di, b, t) * gor * (1 + t / 4000.0) else 0 end as able_gas,
    case when produces then decline(qi, di, b, t) * water_ratio(wc0, t) else 0 end as able_water
  from known
), produced as (
  select *,
    near(able_hcliq * running) as hcliq, near(able_gas * running * (1 + 0.06 * (u('gas noise', c, i) - 0.5))) as gas,
    near(able_water * running) as water
  from able
), allocated as (
  select *, hcliq * factor_of('hcliq', f, m) as a_hcliq, gas * factor_of('gas', f, m) as a_gas,
    water * factor_of('water', f, m) as a_water,
    role = 'Producer' and year(day_of(i)) = year(until_day()) as has_target
  from produced
), running as (
  select *,
    near((qi + able_at_start) * 0.3 * greatest(0, t_at_start)) + sum(a_hcliq) over so_far as c_hcliq,
    near((qi + able_at_start) * 0.3 * gor * 1.2 * greatest(0, t_at_start)) + sum(a_gas) over so_far as c_gas,
    near((qi + able_at_start) * 0.2 * greatest(0, t_at_start)) + sum(a_water) over so_far as c_water
  from (select *, start_i - pop_i as t_at_start, decline(qi, di, b, greatest(0, start_i - pop_i)) as able_at_start
    from allocated)
  window so_far as (partition by c order by i)
)
select c, i, f, s, dt, down, up, hcliq, gas, water, a_hcliq, a_gas, a_water,
  near(able_hcliq * down / 24), near(able_gas * down / 24), near(able_water * down / 24),
  case when has_target then near(able_hcliq * 1.03) end, case when has_target then near(able_gas * 1.03) end,
  case when has_target then near(able_water * 0.98) end,
  case when role = 'Injector' and w % 2 = 1 then near(250 * running) else 0 end,
  case when role = 'Injector' then near(600 * running) else 0 end,
  case when comp_running.lift = 'Gas Lift' then near(a_gas / 4) else 0 end,
  case when nth(20, 'flare', f, i) = 0 then near(a_gas / 16) else 0 end,
  case when nth(30, 'vent', f, i) = 0 then near(a_gas / 64) else 0 end,
  least(load_water, c_water / 4) - least(load_water, (c_water - a_water) / 4),
  c_hcliq, c_gas, c_water, null
from running as comp_running
order by c, i;
