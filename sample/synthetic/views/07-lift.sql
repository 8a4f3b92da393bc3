-- Lift installations, rod-pump and plunger readings. One in ten installations was replaced by the one in use.
create view installed as
select c, id as comp_id, lift, start_i, pop, k, id_of('pvUnitCompPump', c, k) as lift_id
from comp, (values (0), (1)) t(k)
where lift not in ('None', 'Flowing') and (k = 0 or w % 10 = 0);

create view base.artificial_lift as
select lift_id as id_rec, comp_id as id_rec_parent, network() as id_flownet, lift as pump_type,
  lift || ' ' || (k + 1) as pump_name,
  case when k = 1 then pop - 400 else pop end::timestamp as install_date,
  case when k = 1 then (pop - 1)::timestamp end as removal_date,
  case when k = 1 then 399.0 else (until_day() - pop)::double end as days_in_hole_calc, k = 0 as is_active,
  case lift when 'Rod Pump' then 1.5 + 0.25 * (c % 4) else 2.0 end as pump_size
from installed;

create view base.rod_pump_configs as
select id_of('pvUnitCompPumpRod', c, k) as id_rec, lift_id as id_rec_parent, network() as id_flownet,
  1.5 + 0.25 * (c % 4) as pump_diameter_in
from installed where lift = 'Rod Pump';

-- Once in 30 days; 14 % are seed records, placeholders without a reading.
create view base.rod_pump_entries as
select id_of('pvUnitCompPumpRodEntry', c, serial(i)) as id_rec, id_of('pvUnitCompPumpRod', c, 0) as id_rec_parent,
  network() as id_flownet,
  day_of(i) + interval 9 hour as observation_date, is_seed_record,
  if(is_seed_record, null, 5 + 0.5 * nth(10, 'spm', c, i)) as spm, 86 + 12.0 * (c % 5) as stroke_length_in,
  if(is_seed_record, null, 60 + 2.5 * nth(16, 'run', c, i)) as run_time_pct,
  if(is_seed_record, null, near(decline(qi, di, b, i - pop_i) * 1.2)) as vol_per_day_calc_bbl,
  case when is_seed_record then 'Synthetic seed record' when i % 7 = 0
    then 'Synthetic note: belts tightened.' end as comments,
    one_of(['Inner', 'Middle', 'Outer'], 'crank', c) as crank_position,
  one_of(['Clockwise', 'Counter-clockwise'], 'turn', c) as crank_rotation
from (select *, nth(100, 'seed record', c, i) < 14
  or (c, i) = (select (min(c), min(i)) from comp_day join comp using (c)
    where lift_name = 'Rod Pump' and (i + c) % 30 = 0) as is_seed_record from (
  select r.c, r.i, qi, di, b, pop_i, comp.lift as lift_name from comp_day r join comp using (c)
  where comp.lift = 'Rod Pump' and (i + c) % 30 = 0
));

create view base.plunger_lifts as
-- completion_id holds the lift's id, as in the real view.
select id_of('pvUnitCompPumpPlunger', c, k) as id_rec, lift_id as completion_id, network() as flow_network_id,
  0.25 + 0.03125 * (c % 4) as displacement_rate_bbl_per_day_per_100rpm
from installed where lift = 'Plunger';

create view base.plunger_lift_readings as
select id_of('pvUnitCompPumpPlungerEntry', c, serial(i)) as id_rec,
  id_of('pvUnitCompPumpPlunger', c, 0) as plunger_lift_id, network() as flow_network_id,
  day_of(i) + interval 9 hour as entry_date, trips + failed as total_trips, trips::double as successful_trips,
  failed::double as failed_trips,
  10.0 + nth(8, 'travel', c, i) as travel_time_avg_minutes, 14.0 + nth(8, 'travel', c, i) as travel_time_max_minutes,
  8.0 + nth(8, 'travel', c, i) as travel_time_min_minutes, 12.0 as travel_time_target_minutes,
  case when nth(3, 'seed', c, i) = 0 then 'Synthetic seed record' end as comments
from (select r.c, r.i, (8 + nth(8, 'trips', r.c, r.i))::double as trips, nth(3, 'failed', r.c, r.i)::double as failed
  from comp_day r join comp using (c) where comp.lift = 'Plunger' and (i + c) % 10 = 0);

-- A fluid level once in 90 days; only the wiserock form of this view exists, so its columns have native names.
create view base.pv_fluid_levels as
select id_of('pvUnitCompFluidLevel', c, serial(i)) as idrec, id as idrecparent, network() as idflownet,
  day_of(i) + interval 11 hour as dttm,
  200.0 as jointsinhole, 120.0 + nth(50, 'joints', c, i) as jointstofluid,
  80.0 - nth(50, 'joints', c, i) as jointsoffluidcalc,
  31.5 * (120 + nth(50, 'joints', c, i)) as depthtofluid, 6300.0 as depthpumpcalc, 6300.0 as depthtopumpcalc,
  31.5 * (80 - nth(50, 'joints', c, i)) as depthfluidabovepump,
  31.5 * (80 - nth(50, 'joints', c, i)) * 0.75 as depthfluidabovepumpgasfree, is_gone as deleted
from (
  select c, i, comp.id, nth(40, 'gone', c, i) = 0 or c = (select min(c) from comp where lift = 'Rod Pump')
    and i < 90 as is_gone from comp_day r join comp using (c) where comp.lift = 'Rod Pump' and (i + c) % 90 = 0
);
