import type { Rows } from './folder.js';

const node = (id_rec: string, unit: string, id_flownet = 'N1') => ({
  id_rec,
  id_rec_parent: unit,
  id_flownet,
  node_name: `${id_rec} of ${id_flownet}`,
  node_type: id_rec.endsWith('-in') ? 'Inlet' : 'Outlet',
});

const connection = (id_rec: string, from: string, to: string, more: Record<string, string | boolean | null> = {}) => ({
  id_rec,
  id_flownet: 'N1',
  id_rec_parent: from,
  outlet_id_calculated: from,
  inlet_id: to,
  connection_start_date: '2024-01-01 08:00:00',
  connection_end_date: null,
  is_recirculation_flow: false,
  outlet_unit_id_calculated: from.split('-')[0],
  inlet_unit_id_calculated: to.split('-')[0],
  ...more,
});

const volume = (node_id: string, oil: number | null, more: Record<string, string | number> = {}) => ({
  id_rec: `${node_id} 1`,
  id_flownet: 'N1',
  node_id,
  calculation_date: '2024-02-01 00:00:00',
  hcliq_volume_bbl: oil,
  gas_volume_mcf: 10,
  _fivetran_synced: '2024-02-02T00:00:00Z',
  ...more,
});

/**
 * Two wells flow to a battery, its gas to a plant, and the plant's gas back to the first well as lift gas. The second
 * well was reconnected to a test separator on 10 March 2024. Another network has nodes and connections with the same ids.
 * A ring of three nodes, chained without units, stands apart.
 */
export function aFlowNetwork(): Record<string, Rows> {
  const units = ['well1', 'well2', 'battery', 'plant', 'separator', 'empty'];
  return {
    stg_prodview__networks: ['N1', 'N2'].map((id_flownet) => ({ id_flownet })),
    stg_prodview__units: [
      ...units.map((id_rec) => ({ id_rec, id_flownet: 'N1', unit_name: id_rec })),
      { id_rec: 'elsewhere', id_flownet: 'N2', unit_name: 'elsewhere' },
    ],
    stg_prodview__unit_nodes: [
      ...['well1-in', 'well1-out', 'well2-out', 'battery-in', 'battery-oil', 'battery-gas'],
      ...['plant-in', 'plant-out', 'separator-in', 'lonely-out'],
    ]
      .map((id) => node(id, id.split('-')[0] ?? ''))
      .concat([node('ring-a', ''), node('ring-b', ''), node('ring-c', ''), node('battery-in', 'elsewhere', 'N2')])
      .concat([node('elsewhere-in', 'elsewhere', 'N2')]),
    stg_prodview__unit_node_connections: [
      connection('c1', 'well1-out', 'battery-in'),
      connection('c2', 'well2-out', 'battery-in', { connection_end_date: '2024-03-10 08:00:00' }),
      connection('c3', 'well2-out', 'separator-in', { connection_start_date: '2024-03-10 08:00:00' }),
      connection('c4', 'battery-gas', 'plant-in'),
      connection('c5', 'plant-out', 'well1-in', { is_recirculation_flow: true }),
      connection('c6', 'battery-oil', 'unknown-in'),
      connection('c1', 'battery-in', 'elsewhere-in', { id_flownet: 'N2' }),
      ...(['ab', 'bc', 'ca'] as const).map(([from, to]) =>
        connection(`r${from}`, `ring-${from}`, `ring-${to}`, {
          outlet_unit_id_calculated: null,
          inlet_unit_id_calculated: null,
        }),
      ),
    ],
    stg_prodview__node_daily_volumes: [
      volume('well1-out', 100),
      volume('well2-out', 50),
      volume('battery-in', 145),
      volume('battery-in', 999, { id_rec: 'battery-in 0', _fivetran_synced: '2024-02-01T12:00:00Z' }),
      volume('battery-in', 7, { id_rec: 'battery-in 2', calculation_date: '2024-02-02 00:00:00' }),
      volume('battery-in', 7, { id_rec: 'battery-in 3', id_flownet: 'N2', _fivetran_synced: '2024-02-03T00:00:00Z' }),
    ],
  };
}
