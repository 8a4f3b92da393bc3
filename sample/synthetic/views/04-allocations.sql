-- What a completion's day names: the last test, parameters and so on at or before it. Arithmetic, not look-ups.
create macro month_of_test(i, test_day) as if(day(day_of(i)) < test_day, month_index(i) - 1, month_index(i));
create macro last_test(c, m, test_day, pop) as
  case when month_day(m, test_day) >= greatest(pop + 6, first_day() - 40)
    then id_of('pvUnitCompTest', c, m::integer) end;
create macro every_so_often(kind, c, i, start_i, days) as
  case when i - (i + c) % days >= start_i then id_of(kind, c, serial(i - (i + c) % days)) end;

create macro linked(rows) as table
select *,
  id_of('pvUnitCompStatus', c, s) as id_rec_status,
  case when dt is not null then id_of('pvUnitCompDownTm', c, serial(dt)) end as id_rec_downtime,
  facility_id as id_rec_facility,
  case when role in ('Producer', 'Shut in') then last_test(c, month_of_test(least(i, coalesce(shut_i, i)), test_day),
    test_day, pop) end as id_rec_test,
  every_so_often('pvUnitCompParam', c, i, start_i, 3) as id_rec_param,
  case when lift_name = 'Rod Pump' then every_so_often('pvUnitCompFluidLevel', c, i, start_i,
    90) end as id_rec_fluid_level,
  case lift_name when 'Rod Pump' then every_so_often('pvUnitCompPumpRodEntry', c, i, start_i, 30)
    when 'Plunger' then every_so_often('pvUnitCompPumpPlungerEntry', c, i, start_i, 10) end as id_rec_pump_entry,
  case when id_rec_pump_entry is null then null when lift_name = 'Rod Pump' then 'pvUnitCompPumpRodEntry'
    else 'pvUnitCompPumpPlungerEntry' end as id_rec_pump_entry_tk
from allocated(rows);

create view base.monthly_allocations as
select *, id_of('pvUnitAllocMonth', c, month_index(i)) as id_rec, unit_id as id_rec_parent, comp_id as id_rec_comp,
  network() as id_flownet,
  comp_id as completion_id, date_trunc('month', day_of(i))::timestamp as allocation_start_date,
  last_day(day_of(i))::timestamp as allocation_end_date
from linked('comp_month');
comment on view base.monthly_allocations is 'in order';

-- The records of a re-allocated day: the newer one holds; where both were synced at the same moment (every third pair)
-- the
-- one with the lower id. The other has 15/16 of the volumes.
create view day_and_again as
select r.* replace (
    hcliq * part as hcliq, gas * part as gas, water * part as water, a_hcliq * part as a_hcliq, a_gas * part as a_gas,
    a_water * part as a_water,
    lift * part as lift, flare * part as flare, vent * part as vent
  ), turn
from (
  select *, unnest(if(a is null, [0], [0, 1]))::integer as turn, if(turn = 1, 0.9375, 1)::double as part
  from comp_day
) r;

create view base.daily_allocations as
select *,
  case when a is null then id_of('pvUnitAllocMonthDay', c, serial(i))
    when turn = 0 then least(id_of('pvUnitAllocMonthDay', c, serial(i)),
      id_of('pvUnitAllocMonthDay', c, serial(i), 'again'))
    else greatest(id_of('pvUnitAllocMonthDay', c, serial(i)),
      id_of('pvUnitAllocMonthDay', c, serial(i), 'again')) end as id_rec,
  id_of('pvUnitAllocMonth', c, month_index(i)) as id_rec_parent, network() as id_flownet, unit_id as id_rec_unit,
  comp_id as id_rec_comp,
  day_of(i)::timestamp as allocation_date,
  timezone('UTC', day_of(i) + interval 30 hour + to_minutes(nth(120, 'synced', c, i)) + if(a % 3 <> 0 and turn = 0,
    interval 5 day, interval 0 day)) as _fivetran_synced
from linked('day_and_again');
comment on view base.daily_allocations is 'in order';
