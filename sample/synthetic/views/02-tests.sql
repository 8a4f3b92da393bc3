-- Tests once a month while a completion produces; their numbers are worked out, so that days can name the last one.
create view base.production_tests as
with due as (
  select comp.*, unnest(range(month_number(greatest(pop + 6, first_day() - 40)),
    month_number(least(until_day(), coalesce(day_of(shut_i), until_day()))) + 1))::integer as m
  from comp where role in ('Producer', 'Shut in')
), dated as (
  select *, month_day(m, test_day) as day, (month_day(m, test_day) - pop)::integer as t from due
  where month_day(m, test_day) between greatest(pop + 6, first_day() - 40)
    and least(until_day(), coalesce(day_of(shut_i), until_day()))
), measured as (
  select *, near(decline(qi, di, b, t) * (1 + 0.1 * (u('test', c, m) - 0.5))) as oil,
    near(decline(qi, di, b, t) * gor * (1 + t / 4000.0)) as gas,
    near(decline(qi, di, b, t) * water_ratio(wc0, t)) as water,
    nth(16, 'invalid', c, m) = 0 or c = (select min(c) from comp where role = 'Producer') and m % 4 = 0 as is_invalid
  from dated
), compared as (
  select *, lag(oil) over by_date as oil_0, lag(gas) over by_date as gas_0, lag(water) over by_date as water_0
  from measured window by_date as (partition by c order by m)
)
select
  id_of('pvUnitCompTest', c, m) as id_rec, comp.id as id_rec_parent, network() as id_flownet,
  day + interval 6 hour as effective_date,
  'Separator' as test_type, 24.0 as test_hours,
  -- A flag as text; null and false are valid tests.
  case when is_invalid then 'true' when nth(3, 'flag', c, m) = 0 then null else 'false' end as invalid_test,
  case when is_invalid then 'Synthetic note: separator upset.' end as note,
  case when nth(97, 'vessel', c, m) = 0 then id_of('nowhere', c) when nth(9, 'vessel', c, m) > 0
    then fa.separator_id end as separator_vessel_unit_calc_id,
  oil as test_oil_condensate_volume_bbl, gas as test_gas_volume_mcf, water as test_water_volume_bbl,
  oil + water as test_total_fluid_volume_bbl,
  oil as oil_cond_rate_bbl_per_day, gas as produced_gas_rate_mcf_per_day, gas + lift_rate as total_gas_rate_mcf_per_day,
  lift_rate as lift_gas_rate_mcf_per_day,
  lift_rate as recovered_lift_gas_mcf, water as water_rate_bbl_per_day, oil + water as total_fluid_rate_bbl_per_day,
  0.0 as sand_rate_bbl_per_day, 0.0 as test_sand_volume_bbl,
  100 * water / nullif(oil + water, 0) as total_bsw_pct, gas / nullif(oil, 0) as gas_oil_ratio_mcf_per_bbl,
  oil / nullif(gas, 0) as condensate_gas_ratio_bbl_per_mcf,
  water / nullif(gas, 0) as water_gas_ratio_bbl_per_mcf,
  oil - oil_0 as change_in_oil_emulsion_rate_bbl_per_day,
  100 * (oil - oil_0) / nullif(oil_0, 0) as pct_change_in_oil_emulsion_rate_pct,
  gas - gas_0 as change_in_gas_rate_mcf_per_day, 100 * (gas - gas_0) / nullif(gas_0, 0) as pct_change_in_gas_rate_pct,
  water - water_0 as change_in_water_rate_bbl_per_day,
  100 * (water - water_0) / nullif(water_0, 0) as pct_change_in_water_rate_pct,
  gas / nullif(oil, 0) - gas_0 / nullif(oil_0, 0) as change_in_gor_mcf_per_bbl,
  100 * (gas / nullif(oil, 0) / nullif(gas_0 / nullif(oil_0, 0), 0) - 1) as pct_change_in_gor_pct,
  100 * water / nullif(oil + water, 0) - 100 * water_0 / nullif(oil_0 + water_0, 0) as change_in_bsw_pct,
  oil / nullif(gas, 0) - oil_0 / nullif(gas_0, 0) as change_in_cgr_bbl_per_mcf,
  100 * (oil / nullif(gas, 0) / nullif(oil_0 / nullif(gas_0, 0), 0) - 1) as pct_change_in_cgr_pct,
  water / nullif(gas, 0) - water_0 / nullif(gas_0, 0) as change_in_wgr_bbl_per_mcf,
  100 * (water / nullif(gas, 0) / nullif(water_0 / nullif(gas_0, 0), 0) - 1) as pct_change_in_wgr_pct,
  100 * (water / nullif(oil + water, 0) / nullif(water_0 / nullif(oil_0 + water_0, 0), 0) - 1) as pct_change_in_bsw_pct,
  0.0 as change_in_sand_rate_bbl_per_day, 0.0 as pct_change_in_sand_rate_pct,
  0.0 as change_in_sand_cut_pct, 0.0 as pct_change_in_sand_cut_pct, 0.75 * oil as gas_equivalent_of_liquids_volume_mcf,
  0.75 * oil as gas_equiv_of_oil_cond_rate_mcf_per_day,
  gas as gas_volume_entry_mcf, oil as oil_emulsion_volume_entry_bbl, oil as oil_cond_vol_before_tp_correction_bbl,
  water as water_volume_entry_bbl, 0.0 as sand_volume_entry_bbl, 0.0 as trailer_duration_days,
  1000.0 + m as start_reading_oil_emulsion, 1000 + m + oil as end_reading_oil_emulsion,
  500.0 + m as water_start_reading, 500 + m + water as water_end_reading,
  40.0 as tank_start_volume_bbl, 40 + oil as tank_end_volume_bbl,
  1200 + 25.0 * nth(16, 'bottom pressure', c, m) as pressure_bh_psi,
  180 + 5.0 * nth(8, 'bottom', c) as temperature_bottom_hole_f,
  case when lift = 'Gas Lift' then 900.0 + 10 * nth(8, 'lift pressure', c, m) end as pressure_inject_gas_lift_gas_psi,
  -- Levels are text in ProdView.
  24.0 + 0.25 * nth(40, 'level', c, m) as tank_start_level, 40.0 + 0.25 * nth(40, 'level', c, m) as tank_end_level,
  if(m % 3 = 0, 'true', 'false') as regulatory_flag, 'true' as allocation_flag,
  if(m % 12 = 0, 'true', 'false') as deliverability_flag,
  150 + 10.0 * nth(16, 'wellhead', c, m) as pressure_wellhead_psi,
  200 + 10.0 * nth(16, 'casing', c, m) as casing_pressure_psi,
  0.65 + 0.03125 * nth(8, 'gravity', f) as gas_specific_gravity
from (select *, case when lift = 'Gas Lift' then near(gas / 4) else 0 end as lift_rate from compared) comp
join facility fa using (f);

create view base.production_tests_remaining as
select id_of('pvUnitCompTestReqExCalc', c, m) as id_rec, id as id_rec_parent, network() as id_flownet,
  month_day(m, 1)::timestamp as period_start_date, last_day(month_day(m, 1))::timestamp as period_end_date,
  (month_day(m - 1, test_day))::timestamp as last_test_date,
  greatest(0, nth(3, 'remaining', c, m) - 1) as required_tests_remaining
from (select *, unnest(range(month_number(until_day()) - 2, month_number(until_day()) + 1))::integer as m from comp
  where role = 'Producer');

create view base.production_targets as
select id_of('pvUnitCompTarget', c, kind) as id_rec, id as id_rec_parent, network() as id_flownet,
  make_date(year(until_day())::integer, 1, 1) as target_start_date,
  kind as target_type, kind = 'Budget' as is_use_in_diff_from_target_calculations,
  'Synthetic forecast ' || year(until_day()) as cc_forecast_name
from comp, (values ('Budget'), ('Forecast')) k(kind)
where role in ('Producer', 'Planned') and (kind = 'Budget' or c % 4 = 0);

-- Every day of the year of the last day, also those still to come.
create view base.production_targets_daily as
select id_of('pvUnitCompTargetDay', c, kind, strftime(day, '%Y%m%d')) as id_rec,
  id_of('pvUnitCompTarget', c, kind) as id_rec_parent, network() as id_flownet, day as target_daily_date,
  near(oil) * more as target_daily_rate_hcliq_bbl_per_day,
  if(is_gas, 0, near(oil) * more) as target_daily_rate_oil_bbl_per_day,
  if(is_gas, near(oil) * more, 0) as target_daily_rate_condensate_bbl_per_day, 0.0 as target_daily_rate_ngl_bbl_per_day,
  near(gas) * more as target_daily_rate_gas_mcf_per_day, near(water) * more as target_daily_rate_water_bbl_per_day,
  0.0 as target_daily_rate_sand_bbl_per_day
from (
  select *, decline(qi, di, b, day - pop) * 1.03 as oil,
    decline(qi, di, b, day - pop) * gor * (1 + (day - pop) / 4000.0) * 1.03 as gas,
    decline(qi, di, b, day - pop) * water_ratio(wc0, day - pop) * 0.98 as water, if(kind = 'Budget', 1, 1.0625) as more
  from (
    select comp.*, kind, make_date(year(until_day())::integer, 1, 1) + unnest(range(0, 365))::integer as day
    from comp, (values ('Budget'), ('Forecast')) k(kind)
    where role in ('Producer', 'Planned') and (kind = 'Budget' or c % 4 = 0)
  )
  where day >= pop
);
comment on view base.production_targets_daily is 'in order';
