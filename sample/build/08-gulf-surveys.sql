-- 999, 9999 and 99999 stand for not measured.
create macro reading(value) as case when value::double not in (999, 9999, 99999) then value::double end;
-- Spellings of one reservoir: "M-Sand", "M SAND" and "M".
create macro reservoir(name) as regexp_replace(replace(replace(upper(name), 'SAND', ''), 'RESERVOIR', ''), '[^A-Z0-9]', '', 'g');

-- A survey is a well and a day; its reading is the deepest station that has a pressure.
create table gulf_surveys as
select distinct on (api_well_number, day) * from (
  select
    api_well_number, test_date::date as day, completion_name, reservoir_name,
    measured_depth_ft::double as md_ft, true_vertical_depth_ft::double as tvd_ft,
    bottom_hole_pressure_psi::double as bhp_psi, reading(temperature_degf) as bht_f,
    reading(shut_in_surface_pressure_psi) as shut_in_psi, reading(shut_in_hours) as shut_in_hours
  from surveys
)
where bhp_psi is not null or bht_f is not null or shut_in_psi is not null
order by api_well_number, day, bhp_psi is null, coalesce(md_ft, tvd_ft) desc nulls last, tvd_ft desc nulls last,
  bhp_psi desc, reservoir_name;

-- Completion names are mostly the well's own, so a reservoir that fits says more than a name.
create table survey_fits as
select
  s.*, c.completion_id, c.interval_code,
  case when reservoir(s.reservoir_name) in (reservoir(c.reservoir_name), reservoir(c.producing_interval_name)) then 2 else 0 end
    + case when s.completion_name = c.completion_name then 1 else 0 end as fit
from gulf_surveys s
join gulf_completions c using (api_well_number);

create table survey_matches as
select distinct on (api_well_number, day) *,
  count(*) over (partition by api_well_number, day) as intervals,
  count(*) over (partition by api_well_number, day, fit) as equals
from survey_fits
order by api_well_number, day, fit desc, interval_code;

create table gulf_parameters as
select
  'MC-P-' || api_well_number || '-' || day as id_rec,
  'MC-C-' || completion_id as id_rec_parent, 'US-GULF-MC' as id_flownet,
  day::timestamp as measurement_date,
  bhp_psi as bottomhole_pressure_psi, bht_f as bottomhole_temp_f, shut_in_psi as shut_in_tubing_pressure_psi,
  concat_ws('; ',
    case when bhp_psi is null then 'Bottom-hole pressure survey without a pressure'
         else 'Bottom-hole pressure survey, deepest station' end,
    md_ft::bigint || ' ft measured depth', tvd_ft::bigint || ' ft vertical depth',
    'reservoir ' || reservoir_name, 'shut in ' || printf('%g', shut_in_hours) || ' h',
    case when intervals = 1 then 'the only completion of the well'
         else 'completion fits by ' || ['name', 'reservoir', 'name and reservoir'][fit] end) as notes,
  timestamptz '2018-03-31 00:00:00+00' as _fivetran_synced
from survey_matches
-- A survey that fits none of its well's completions, or several, belongs to none that is known: it is left out.
where intervals = 1 or (fit > 0 and equals = 1);
