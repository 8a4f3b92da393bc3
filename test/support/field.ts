import { equipmentOf } from './equipment.js';
import type { Rows } from './folder.js';

/** A made-up field of any size: `units` wells, each with tanks, meters and two completions that have days, statuses and tests. */
export function aField({ units = 2, days = 3, tests = 3 } = {}): Record<string, Rows> {
  const range = (length: number) => Array.from({ length }, (_, index) => index);
  const network = { id_flownet: 'N1' };
  const wells = range(units).map((unit) => ({
    ...network,
    id_rec: `U${unit}`,
    unit_name: `Alpha ${unit}H`,
    current_route_id: 'R1',
    current_facility_id: 'F1',
    api_10: `42000${String(unit).padStart(5, '0')}`,
  }));
  const completions = wells.flatMap(({ id_rec }) =>
    ['a', 'b'].map((letter) => ({
      ...network,
      id_rec: `${id_rec}${letter}`,
      id_rec_parent: id_rec,
      completion_name: `${id_rec} ${letter}`,
    })),
  );
  const each = <T>(make: (completion: (typeof completions)[number]) => T[]) => completions.flatMap(make);
  const day = (index: number) => `2024-01-${String(index + 1).padStart(2, '0')}`;
  return {
    stg_prodview__networks: [{ ...network, flow_network_name: 'Alpha' }],
    stg_prodview__routes: [{ ...network, id_rec: 'R1', route_name: 'Route 1' }],
    stg_prodview__facilities: [{ ...network, id_rec: 'F1', facility_name: 'Battery 1' }],
    stg_prodview__units: wells,
    ...equipmentOf(wells.map(({ id_rec }) => id_rec)),
    stg_prodview__completions: completions,
    stg_prodview__status: each(({ id_rec }) => [
      {
        ...network,
        id_rec: `${id_rec}s1`,
        id_rec_parent: id_rec,
        status_date: '2023-01-01 06:00:00',
        status: 'Producing',
      },
      {
        ...network,
        id_rec: `${id_rec}s2`,
        id_rec_parent: id_rec,
        status_date: '2024-01-02 06:00:00',
        status: 'Shut in',
      },
    ]),
    stg_prodview__production_tests: each(({ id_rec }) =>
      range(tests).map((test) => ({
        ...network,
        id_rec: `${id_rec}t${test}`,
        id_rec_parent: id_rec,
        effective_date: `${day(test)} 08:00:00`,
        invalid_test: test === tests - 1 ? 'Yes' : 'No',
        oil_cond_rate_bbl_per_day: 100 + test,
        produced_gas_rate_mcf_per_day: 50.5,
        gas_oil_ratio_mcf_per_bbl: 0.5,
      })),
    ),
    stg_prodview__production_tests_remaining: each(({ id_rec }) => [
      {
        ...network,
        id_rec: `${id_rec}r`,
        id_rec_parent: id_rec,
        period_start_date: '2024-01-01',
        period_end_date: '2024-01-31',
        required_tests_remaining: 1,
        last_test_date: '2023-12-01 00:00:00',
      },
    ]),
    stg_prodview__daily_allocations: each(({ id_rec, id_rec_parent }) =>
      range(days).map((index) => ({
        ...network,
        id_rec: `${id_rec}d${index}`,
        id_rec_unit: id_rec_parent,
        id_rec_comp: id_rec,
        allocation_date: `${day(index)} 00:00:00`,
        allocated_oil_bbl: 10 + index,
        allocated_gas_mcf: 20,
        allocated_water_bbl: 5,
        downtime_hours: index === 0 ? 24 : 0,
      })),
    ),
  };
}
