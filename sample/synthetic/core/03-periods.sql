-- What a completion was doing and where it flowed to, as periods of days [from_i, to_i) counted from the first day.
create table status_period as
with works as (
  select c, pop_i, (start_i + (getvariable('days')::integer - start_i) * (0.2 + 0.6 * u('work', c)))::integer as work_i
  from comp where role = 'Producer' and (w = 6 or u('works', c) < 0.3)
), steps as (
  select c, 0 as s, if(role = 'Planned', getvariable('days')::integer - 90, pop_i - 25) as from_i,
    case role when 'Planned' then 'Planned' when 'Injector' then 'Converting'
    else 'Completing' end as status, false as is_on from comp
  union all
  select c, 1, pop_i, case role when 'Injector' then 'Injecting' else 'Producing' end, true from comp
  where role <> 'Planned'
  union all
  select c, 2, work_i, 'Workover', false from works where work_i > pop_i
  union all
  select c, 3, work_i + 6 + nth(20, 'works', c), 'Producing', true from works where work_i > pop_i
  union all
  select c, 4, shut_i, 'Shut in', false from comp where shut_i > pop_i
)
select c, s, from_i, coalesce(lead(from_i) over (partition by c order by s), getvariable('days')::integer) as to_i,
  status, is_on
from steps
where from_i < getvariable('days')::integer
order by c, s;

create table comp_period as
with places as (
  select c, f_before as f, 0 as from_i, move_i as to_i from comp where move_i > 0
  union all
  select c, f, coalesce(greatest(move_i, 0), 0), getvariable('days')::integer from comp
)
select s.c, s.s, s.is_on, p.f, greatest(s.from_i, p.from_i, c.start_i) as from_i, least(s.to_i, p.to_i) as to_i
from status_period s join places p using (c) join comp c using (c)
where s.s > 0 and greatest(s.from_i, p.from_i, c.start_i) < least(s.to_i, p.to_i)
order by s.c, from_i;
