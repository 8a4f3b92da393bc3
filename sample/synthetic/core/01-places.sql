-- Routes, facilities with their battery and separator, and the ends of the network. Numbered in the order of their ids.
create table route as
select r::integer as r, id_of('pvRouteSetRoute', r) as id, 'Synthetic route ' || (r + 1) as name
from range(greatest(2, scale_of() // 25)) t(r);

create table facility as
with numbered as (
  select k, id_of('pvFacility', k) as id, row_number() over (order by id_of('pvFacility', k)) - 1 as f
  from range(greatest(2, scale_of() // 5)) t(k)
)
select
  f::integer as f, id, format('Synthetic facility {:03d}', f + 1) as name,
  (f % (select count(*) from route))::integer as r,
  id_of('pvUnit', 'battery', k) as battery_id,
  id_of('pvUnit', 'separator', k) as separator_id,
  -- Open water in the western Gulf, some 400 km from any platform of the real sample.
  25.2 + 0.8 * u('latitude', f) as latitude, -93.6 + 1.2 * u('longitude', f) as longitude,
  1000 + 125.0 * (f % 3) as heat_factor, 36 + (f * 7 % 24) / 4.0 as density_api,
  f % 3 = 0 as burns_fuel, f % 4 = 0 as is_wet, f % 5 = 0 as floods
from numbered;

create table external_unit as
select x::integer as x, id_of('pvUnit', 'external', x) as id, name, kind, sub_kind
from (values
  (0, 'Synthetic sales point', 'External Out', 'Sales'), (1, 'Synthetic water disposal', 'External Out', 'Disposal'),
  (2, 'Synthetic water flood', 'External Out', 'Injection'), (3, 'Synthetic water supply', 'External In', 'Supply'),
  (4, 'Synthetic island inlet', 'External In', 'Supply'), (5, 'Synthetic island tank', 'Other', 'Storage'),
  (6, 'Synthetic island outlet', 'External Out', 'Sales')
) t(x, name, kind, sub_kind)
union all
-- Stations in series make a path of more than ten steps.
select (10 + k)::integer, id_of('pvUnit', 'external', 10 + k), format('Synthetic station {:02d}', k + 1), 'Compressor',
  'Booster'
from range(12) t(k);
