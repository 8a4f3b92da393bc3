-- The days of the facilities from lo to hi: gas by use, and stocks. A load leaves when the stock would pass a reserve
-- that
-- is larger in summer than in winter, so opening + in - out = closing on every day.
insert into facility_day by name
with used as (
  select s.*,
    case when burns_fuel then a_gas / 32 else 0 end as fuel,
    case when s.f % 4 = 1 then a_gas / 8 else 0 end as sent,
    coalesce(r.sent, 0) as received,
    -- The planted leak: for twenty days some gas of the first facility leaves its separator and does not arrive.
    case when s.f = 0 and s.i >= getvariable('days')::integer - 40 and s.i < getvariable('days')::integer - 20
      then near(a_gas / 16) else 0 end as leak,
    case when floods then a_water / 2 else 0 end as flooded
  from facility_sum s
  join facility using (f)
  left join (select f - 1 as f, i, a_gas / 8 as sent from facility_sum where f % 4 = 1) r on r.f = s.f and r.i = s.i
  where s.f between getvariable('lo') and getvariable('hi')
), hauled as (
  select u.*, load_hcliq, load_water,
    load_hcliq / 2 + sum(a_hcliq) over so_far as in_hcliq,
    load_water / 2 + sum(a_water - flooded) over so_far as in_water,
    load_hcliq / 4 * (1 + sin(2 * pi() * dayofyear(day_of(i)) / 365) / 2) as reserve_hcliq,
    load_water / 4 * (1 + sin(2 * pi() * dayofyear(day_of(i)) / 365) / 2) as reserve_water
  from used u
  join facility_load using (f)
  window so_far as (partition by f order by i)
), gone as (
  select *,
    load_hcliq * greatest(0, max(floor((in_hcliq - reserve_hcliq) / load_hcliq)) over so_far) as gone_hcliq,
    load_water * greatest(0, max(floor((in_water - reserve_water) / load_water)) over so_far) as gone_water
  from hauled
  window so_far as (partition by f order by i)
), moved as (
  select *,
    gone_hcliq - coalesce(lag(gone_hcliq) over by_day, 0) as out_hcliq, in_hcliq - gone_hcliq as close_hcliq,
    gone_water - coalesce(lag(gone_water) over by_day, 0) as out_water, in_water - gone_water as close_water
  from gone
  window by_day as (partition by f order by i)
)
select * exclude (load_hcliq, load_water, in_hcliq, in_water, reserve_hcliq, reserve_water, gone_hcliq, gone_water),
  a_gas + received - fuel - flare - vent - lift - sent - leak as sold_gas,
  close_hcliq - a_hcliq + out_hcliq as open_hcliq,
  close_water - (a_water - flooded) + out_water as open_water
from moved
order by f, i;
