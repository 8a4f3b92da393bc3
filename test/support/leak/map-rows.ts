import type pg from 'pg';
import { loadFeatures } from '../../../src/database/load-layers.js';
import { LAYERS, type Layer } from '../../../src/database/load-layers.js';
import { feature } from '../own-map.js';

/** A unit with the places that it belongs to, each as its id and its network. */
export interface Spot {
  readonly unit: string;
  readonly facility: string;
  readonly route: string;
  readonly network: string;
}

/** Features of every layer about these units, side by side, each in a field of its own; pipelines lead from each to the next. */
export async function loadMap(client: pg.ClientBase, spots: readonly Spot[]): Promise<void> {
  const made: Record<Layer, string[]> = { facility_sites: [], pipelines: [], well_locations: [], field_areas: [] };
  spots.forEach((spot, at) => {
    const { unit, facility, network } = spot;
    const next = spots[(at + 1) % spots.length] as Spot;
    const own = { prodview_flownet_id: network };
    const name = `${at} ${unit.slice(0, 6)}`;
    const [x, y] = [-95 + (at % 7) * 3, 25 + Math.floor(at / 7) * 3];
    const point = { type: 'Point', coordinates: [x, y] };
    const to = {
      type: 'LineString',
      coordinates: [
        [x, y],
        [x + 1.5, y + 0.5],
        [x + 3, y],
      ],
    };
    const box = [
      [x - 1, y - 1],
      [x + 1, y - 1],
      [x + 1, y + 1],
      [x - 1, y + 1],
      [x - 1, y - 1],
    ];
    made.facility_sites.push(
      feature(name, point, {
        ...own,
        prodview_facility_id: facility,
        site_type: 'BATTERY',
        status: 'active',
        start_date: '2020-01-01',
      }),
    );
    made.well_locations.push(feature(name, point, { ...own, prodview_unit_id: unit, status: 'producing' }));
    const ends = next.network === network ? next.facility : null;
    made.pipelines.push(
      feature(name, to, {
        ...own,
        status: 'active',
        from_facility_id: facility,
        to_facility_id: ends,
        installed_date: '2020-01-01',
      }),
    );
    const owner = at % 2 ? { ...own, prodview_unit_id: unit } : { ...own, prodview_route_id: spot.route };
    const area = { type: 'Polygon', coordinates: [box] };
    made.field_areas.push(feature(name, area, { ...(at % 3 ? owner : {}), area_type: 'field', status: 'producing' }));
  });
  for (const layer of LAYERS) {
    const { rejected } = await loadFeatures(client, 'test', layer, made[layer]);
    const { rows } = rejected > 0 ? await client.query('select reason from staging.rejected_rows') : { rows: [] };
    if (rows.length > 0) throw new Error(`${layer}: ${rows[0].reason}`);
  }
}
