-- Wells and their completions. The first ten wells are set by hand, so that a network of ten has one of everything.
create table well as
select
  w::integer as w, id_of('pvUnit', 'well', w) as unit_id, format('Synthetic {:04d} H', w + 1) as name,
  (w % (select count(*) from facility))::integer as f,
  case
    when w = 1 or w >= 10 and u('role', w) < 0.04 then 'Shut in'
    when w = 2 or w >= 10 and u('role', w) < 0.07 then 'Planned'
    when w = 3 or w >= 10 and u('role', w) < 0.12 then 'Injector'
    else 'Producer'
  end as role,
  w in (4, 9) or w >= 10 and u('gas', w) < 0.3 as is_gas,
  w = 8 or w >= 10 and u('young', w) < 0.15 as is_young
from range(scale_of()) t(w);

create table comp as
with bored as (
  select *, 0 as x from well
  union all
  select *, 1 from well where w % 20 = 7 and role = 'Producer'
), numbered as (
  select *, id_of('pvUnitComp', w, x) as id, (row_number() over (order by id_of('pvUnitComp', w, x)) - 1)::integer as c
  from bored
), dated as (
  select *,
    case
      when role = 'Planned' then until_day() + 20 + nth(100, 'pop', c)
      when is_young then day_of(floor(getvariable('days')::integer * (0.05 + 0.7 * u('pop', c))))
      else first_day() - 40 - floor(3000 * pow(u('pop', c), 2))::integer
    end as pop,
    case
      when role not in ('Producer', 'Shut in') then 'None'
      when x = 1 or w = 9 then 'Flowing'
      when is_gas then case when w = 4 or u('lift', w) < 0.6 then 'Plunger' else 'Flowing' end
      when w = 5 then 'Gas Lift'
      when w in (0, 6, 7) or u('lift', w) < 0.55 then 'Rod Pump'
      when u('lift', w) < 0.7 then 'Gas Lift'
      when u('lift', w) < 0.9 then 'ESP'
      else 'Flowing'
    end as lift
  from numbered
), shaped as (
  select *, (pop - first_day())::integer as pop_i,
    case when role = 'Shut in' then getvariable('days')::integer - 30 - nth(170, 'shut', c) end as shut_i,
    -- Some wells moved to another facility at the start of a month.
    case when w % 8 = 4 then date_trunc('month',
      day_of(getvariable('days')::integer * (0.3 + 0.3 * u('move', w))))::date end as moved,
    (case when x = 1 then 0.3 else 1 end) * case when is_gas then 8 + 40 * u('qi', c)
      else 120 + 700 * pow(u('qi', c), 2) end as qi,
    0.0015 + 0.004 * u('di', c) as di, 0.7 + 0.7 * u('b', c) as b,
    case when is_gas then 40 + 80 * u('gor', c) else 0.8 + 2 * u('gor', c) end as gor,
    0.15 + 0.35 * u('wc', c) as wc0
  from dated
)
select
  c, id, w, x, unit_id, f, name, role, is_gas, is_young, lift, pop, pop_i, shut_i,
  (moved - first_day())::integer as move_i,
  case when moved is not null then ((f + 1) % (select count(*) from facility))::integer end as f_before,
  qi, di, b, gor, wc0,
  case when role <> 'Planned' then greatest(0, pop_i) end as start_i,
  case when is_young then 12000.0 else 0 end as load_water,
  w % 50 = 0 as is_sandy, f % 4 = 0 as is_rich,
  [100.0, 75, 62.5][1 + w % 3]::double as wi, ([100.0, 75, 62.5][1 + w % 3] * 0.8125)::double as nri,
  1 + nth(27, 'test', c) as test_day
from shaped
order by c;
