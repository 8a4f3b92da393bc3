-- Days on production are the first days of the month, days off the last: a rule, because only their number is published.
create table days as
select
  s.*,
  s.month + (d.day - 1)::integer as allocation_day,
  d.day::integer as day_of_month,
  d.day <= s.days_spread as is_on
from spread s, lateral (select unnest(range(1, s.days_in_month + 1)) as day) d;

-- Days off that follow each other are one downtime, also across the ends of months.
create table downtimes as
with off as (
  select completion_id, allocation_day,
    allocation_day - row_number() over (partition by completion_id order by allocation_day)::integer as island
  from days
  where not is_on
)
select
  'MC-DT-' || substr(completion_id, 6) || '-' || min(allocation_day) as id_rec,
  completion_id as id_rec_parent,
  'US-GULF-MC' as id_flownet,
  'Not on production' as downtime_type,
  min(allocation_day) as first_day,
  24.0::double as hours_down,
  max(allocation_day) as last_day,
  24.0::double as downtime_last_day_hours,
  24.0::double * (max(allocation_day) - min(allocation_day) + 1) as total_downtime_hours,
  'Not on production (from days on production)' as downtime_code_1,
  'Derived: days off are taken as the last days of their month.' as comments,
  case when max(allocation_day) >= date '2024-01-01' then timestamptz '2025-04-17 00:00:00+00'
       else timestamptz '2025-02-01 00:00:00+00' end as _fivetran_synced
from off
group by completion_id, island;

-- A status holds until the next one begins or its published end, whichever comes first.
create table status_periods as
select * from (
  select completion_id, status_id, from_day, least(lead(from_day) over periods, to_day + 1) as until_day
  from gulf_periods
  window periods as (partition by completion_id order by from_day, to_day nulls last, status_id)
)
where until_day is null or until_day > from_day;

-- The status of a month is the newest one that was valid on a day of it.
create table month_status as
select m.month_id, arg_max(s.status_id, s.from_day) as status_id
from months m
join status_periods s
  on s.completion_id = m.completion_id and s.from_day <= last_day(m.month) and coalesce(s.until_day > m.month, true)
group by m.month_id;
