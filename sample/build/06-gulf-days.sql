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
  'Off production (from the reported days on production)' as downtime_code_1,
  'Derived: days off are taken as the last days of their month.' as comments,
  timestamptz '2025-04-17 00:00:00+00' as _fivetran_synced
from off
group by completion_id, island;

create table status_periods as
select id_rec_parent as completion_id, id_rec as status_id, status_date::date as from_day,
  lead(status_date::date) over (partition by id_rec_parent order by status_date) as until_day
from gulf_status_rows;
