import type { Rows } from './folder.js';

const network = { id_flownet: 'N1' };
const DAYS = ['2024-01-01', '2024-01-02', '2024-01-03'];

/** What stands at each of these units: two tanks, a gas and a liquid meter with readings, and a way to the sales line. */
export function equipmentOf(units: readonly string[]): Record<string, Rows> {
  return { ...tanksOf(units), ...metersOf(units), ...flowOf(units) };
}

function tanksOf(units: readonly string[]): Record<string, Rows> {
  const tanks = units.flatMap((unit) => [
    { ...network, id_rec: `${unit}tank1`, id_rec_parent: unit, product: 'Oil', remaining_capacity_bbl: 250 },
    { ...network, id_rec: `${unit}tank2`, id_rec_parent: unit, product: 'Water', remaining_capacity_bbl: 300 },
  ]);
  const readings = tanks.flatMap(({ id_rec }) =>
    DAYS.map((day, index) => ({
      flow_network_id: 'N1',
      id_rec: `${id_rec}r${index}`,
      tank_id: id_rec,
      reading_date: `${day} 06:30:00`,
      level_top: 60 + index,
    })),
  );
  return { stg_prodview__tanks: tanks, stg_prodview__tank_readings: readings };
}

function metersOf(units: readonly string[]): Record<string, Rows> {
  const of = (kind: string) =>
    units.map((unit) => ({ ...network, id_rec: `${unit}${kind}`, id_rec_parent: unit, meter_name: `${unit} ${kind}` }));
  const readings = (meters: ReturnType<typeof of>, values: Readonly<Record<string, number>>) =>
    meters.flatMap(({ id_rec }) =>
      DAYS.map((day, index) => ({
        ...network,
        id_rec: `${id_rec}r${index}`,
        id_rec_parent: id_rec,
        reading_date: `${day} 07:00:00`,
        ...values,
      })),
    );
  return {
    stg_prodview__gas_meters: of('gas'),
    stg_prodview__gas_meter_readings: readings(of('gas'), { static_pressure_raw: 80 }),
    stg_prodview__liquid_meters: of('liquid'),
    stg_prodview__liquid_meter_readings: readings(of('liquid'), { corrected_hcliq_volume_bbl: 40 }),
  };
}

/** Every unit flows into one battery, which sends the oil on to the sales line and the gas back as lift gas. */
function flowOf(units: readonly string[]): Record<string, Rows> {
  const node = (id_rec: string, unit: string) => ({ ...network, id_rec, id_rec_parent: unit, node_name: id_rec });
  const unitOf = (id: string) => /^(battery|sales)/.exec(id)?.[0].toUpperCase() ?? id.replace(/(in|out)$/, '');
  const connection = (from: string, to: string, more: object = {}) => ({
    ...network,
    outlet_unit_id_calculated: unitOf(from),
    inlet_unit_id_calculated: unitOf(to),
    id_rec: `${from}-${to}`,
    id_rec_parent: from,
    outlet_id_calculated: from,
    inlet_id: to,
    connection_start_date: '2023-01-01 00:00:00',
    is_recirculation_flow: false,
    ...more,
  });
  const volumes = (node_id: string, hcliq_volume_bbl: number) =>
    DAYS.map((day) => ({
      ...network,
      id_rec: `${node_id} ${day}`,
      node_id,
      calculation_date: `${day} 00:00:00`,
      hcliq_volume_bbl,
      gas_volume_mcf: 20,
    }));
  return {
    stg_prodview__unit_nodes: [
      ...units.map((unit) => node(`${unit}out`, unit)),
      ...['batteryIn', 'batteryOil', 'batteryGas'].map((id) => node(id, 'BATTERY')),
      node('salesIn', 'SALES'),
      ...units.slice(0, 1).map((unit) => node(`${unit}in`, unit)),
    ],
    stg_prodview__unit_node_connections: [
      ...units.map((unit) => connection(`${unit}out`, 'batteryIn')),
      connection('batteryOil', 'salesIn'),
      ...units.slice(0, 1).map((unit) => connection('batteryGas', `${unit}in`, { is_recirculation_flow: true })),
    ],
    stg_prodview__node_daily_volumes: [
      ...units.flatMap((unit) => volumes(`${unit}out`, 10)),
      ...volumes('batteryIn', 10 * units.length),
      ...volumes('batteryOil', 10 * units.length),
    ],
  };
}
