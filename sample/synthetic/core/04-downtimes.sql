-- Downtimes: short ones, at most one in 45 days, and one for each period off. A third of those of several days stand as
-- single-day records with equal codes in a row; a shut-in is open-ended.
create table downtime as
with blocks as (
  select c, start_i, unnest(range(start_i, getvariable('days')::integer, 45))::integer as block_i from comp
  where start_i is not null
), short as (
  select c, block_i + nth(30, 'down', c, block_i) as first_i,
    1 + floor(12 * pow(u('down days', c, block_i), 3))::integer as days
  from blocks
  where u('down?', c, block_i) < 0.55
), all_of_them as (
  -- What is not over on the last day is open-ended as well.
  select c, first_i, case when first_i + days <= getvariable('days')::integer then first_i + days - 1 end as last_i,
    false as is_long from short
  where first_i < getvariable('days')::integer
    and not exists (from status_period s where s.c = short.c and not s.is_on and s.s > 0 and s.from_i <= first_i + days
      and first_i <= s.to_i)
  union all
  select c, greatest(from_i, 0), case when to_i < getvariable('days')::integer then to_i - 1 end, true
  from status_period where not is_on and s > 0 and to_i > 0
), coded as (
  select *, coalesce(first_i < last_i, false) and not is_long and nth(3, 'singles', c, first_i) = 0 as is_singles,
    case when is_long then 24.0
      when first_i = last_i and nth(4, 'partial', c, first_i) = 0 then 2.0 + 2 * nth(10, 'hours', c, first_i)
      when first_i < last_i then [24.0, 24, 12][1 + nth(3, 'first hours', c, first_i)] else 24.0 end as first_hours,
    case when is_long then 24.0 when first_i < last_i
      then [24.0, 24, 6][1 + nth(3, 'last hours', c, first_i)] end as last_hours,
    case when is_long then 0 else 1 + nth(5, 'code', c, first_i) end as code
  from all_of_them
), split as (
  select *, unnest(case when is_singles then range(first_i, last_i + 1) else [first_i] end)::integer as day_i from coded
)
select c, day_i as first_i, case when is_singles then day_i else last_i end as last_i,
  case when is_singles then 24.0 else first_hours end as first_hours,
  case when is_singles or first_i = last_i then null else last_hours end as last_hours,
  is_singles, is_long, code
from split
order by c, first_i;

create table down_day as
with days as (
  select c, first_i, last_i, first_hours, last_hours,
    unnest(range(first_i, coalesce(last_i, getvariable('days')::integer - 1) + 1))::integer as i
  from downtime
)
select c, i, first_i as dt,
  case when i = first_i then first_hours when i = last_i then coalesce(last_hours, first_hours)
    else 24 end::double as down
from days
order by c, i;
