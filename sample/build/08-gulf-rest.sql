-- A pressure survey is a dated set of readings of a completion: its deepest station. Surveys that fit no completion of
-- their well by name or reservoir go to the well's only completion; where a well has several, they are left out.
create table survey_stations as
select
  test_date::date as day, api_well_number, completion_name, reservoir_name,
  max(nullif(shut_in_surface_pressure_psi::double, 99999)) as shut_in_psi, -- 99999 stands for not measured
  max(shut_in_hours::double) as shut_in_hours,
  arg_max(bottom_hole_pressure_psi::double, coalesce(true_vertical_depth_ft::double, measured_depth_ft::double)) as bhp_psi,
  arg_max(temperature_degf::double, coalesce(true_vertical_depth_ft::double, measured_depth_ft::double)) as bht_f
from surveys
group by all;

create table survey_matches as
with candidates as (
  select s.*, c.completion_id,
    case when c.completion_name = s.completion_name and c.reservoir_name = s.reservoir_name then 3
         when c.completion_name = s.completion_name then 2
         when c.reservoir_name = s.reservoir_name then 1 else 0 end as fit,
    count(*) over (partition by s.day, s.api_well_number, s.completion_name, s.reservoir_name) as choices
  from survey_stations s
  join gulf_completions c using (api_well_number)
),
ranked as (
  select *,
    max(fit) over same as best,
    count(*) filter (true) over (partition by day, api_well_number, completion_name, reservoir_name, fit) as equals
  from candidates
  window same as (partition by day, api_well_number, completion_name, reservoir_name)
)
select * from ranked where fit = best and equals = 1 and (fit > 0 or choices = 1);

create table gulf_parameters as
select
  'MC-P-' || completion_id || '-' || day || '-' || row_number() over (
    partition by completion_id, day order by completion_name nulls last, reservoir_name nulls last) as id_rec,
  'MC-C-' || completion_id as id_rec_parent, 'US-GULF-MC' as id_flownet,
  day::timestamp as measurement_date,
  bhp_psi as bottomhole_pressure_psi, bht_f as bottomhole_temp_f, shut_in_psi as shut_in_tubing_pressure_psi,
  shut_in_hours * 60 as shut_in_time_min,
  'Bottom-hole pressure survey, deepest station; reservoir ' || coalesce(reservoir_name, 'not named') as notes,
  timestamptz '2025-05-04 00:00:00+00' as _fivetran_synced
from survey_matches;

create table gulf_facility_months as
select
  'MC-FM-' || p.platform || '-' || strftime(m.month, '%Y-%m') as id_rec,
  'MC-F-' || p.platform as id_rec_parent, 'US-GULF-MC' as id_flownet,
  m.month::timestamp as period_start_date, last_day(m.month)::timestamp as period_end_date,
  year(m.month)::double as calculation_year, month(m.month)::double as calculation_month,
  sum(m.liquid_bbl) as produced_hcliq_bbl, sum(m.gas_mcf) as produced_gas_mcf, sum(m.water_bbl) as produced_water_bbl,
  timestamptz '2025-04-17 00:00:00+00' as _fivetran_synced
from months m
join unit_platform p using (api_well_number)
group by all;
