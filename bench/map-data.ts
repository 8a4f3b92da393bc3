/** Invented wells a hundredth of a degree apart, 300 by 200 of them, beside the sample's layers. */
export const WELLS = `
  insert into core.well_locations (source, source_id, name, status, operator, basin, state, field_name, water_depth_m,
    prodview_flownet_id, prodview_unit_id, geom)
  select 'bench', format('%s-%s', x, y), format('Bench %s-%sH', x, y), 'producing', format('Operator %s', x % 20), 'Bench',
    'TX', format('Field %s', y % 50), (x * y % 3000) / 10.0, 'BENCH', md5(format('%s %s', x, y)),
    ST_SetSRID(ST_MakePoint(-104 + x * 0.01, 31 + y * 0.01), 4326)
  from generate_series(1, 300) x, generate_series(1, 200) y`;

/** 100 by 100 facilities, half of which lie in `VIEWPORT`. */
export const FACILITIES = `
  insert into core.facility_sites (source, source_id, name, site_type, status, operator, geom)
  select 'bench', format('%s-%s', x, y), format('Battery %s-%s', x, y), 'BATTERY', 'active', format('Operator %s', x % 20),
    ST_SetSRID(ST_MakePoint(-120 + x * 0.01, 40 + y * 0.01), 4326)
  from generate_series(1, 100) x, generate_series(1, 100) y`;
export const VIEWPORT = { west: -119.995, south: 40.005, east: -119.495, north: 41.005 };
export const IN_VIEWPORT = 5_000;
