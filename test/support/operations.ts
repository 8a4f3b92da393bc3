import { createHash } from 'node:crypto';
import type pg from 'pg';

/** What in ProdView the records of one owner are about. */
export interface Owner {
  readonly id_flownet: string;
  readonly unit_id: string;
  readonly completion_id: string;
  readonly facility_id: string;
  readonly meter_id: string;
  /** The unit's route. */
  readonly route_id?: string;
}

export const ALPHA: Owner = {
  id_flownet: 'N1',
  unit_id: 'U0',
  completion_id: 'U0a',
  facility_id: 'F1',
  meter_id: 'U0tank1',
};

export type Record = Readonly<globalThis.Record<string, unknown>>;

/** The id of an owner's record of a table, always the same. */
export function rowIdOf(table: string, { id_flownet, completion_id }: Owner): string {
  const hex = createHash('md5').update(`${table} ${id_flownet} ${completion_id}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const AUDIT = {
  row_created_by: 'erin',
  row_created_date: '2026-06-02T06:00:00Z',
  row_changed_by: 'erin',
  row_changed_date: '2026-06-02T06:00:00Z',
  client_request_id: null,
};

const RUN_OF_RULES: Record = {
  last_day: '2026-06-01',
  limits: { waterCutPct: 60 },
  completions: 4,
  judged: 12,
  not_judged: 1,
  raised: 1,
  seen_again: 1,
  already_known: 0,
  muted: 0,
};

/** One valid record of every table but the reasons, in an order in which they can be inserted. */
export function recordsOf(owner: Owner): readonly (readonly [table: string, row: Record])[] {
  const { id_flownet, unit_id, completion_id, facility_id, meter_id, route_id = 'R1' } = owner;
  const of = (table: string) => rowIdOf(table, owner);
  const well = { id_flownet, unit_id, completion_id };
  const rows: readonly (readonly [string, Record])[] = [
    ['surveillance_run', { id_flownet, route_id, ...RUN_OF_RULES }],
    ['daily_production', { ...well, production_date: '2026-06-01', oil_volume_bbl: 120.5, hours_on: 24 }],
    [
      'facility_production',
      {
        id_flownet,
        facility_id,
        production_date: '2026-06-01',
        oil_volume_bbl: 240,
        opening_inventory_bbl: 100,
        closing_inventory_bbl: 140,
        dispositions_oil_bbl: 190,
        connected_wells: 4,
        producing_wells: 3,
      },
    ],
    [
      'meter_reading',
      {
        id_flownet,
        unit_id,
        meter_id,
        meter_type: 'TANK_GAUGE',
        read_at: '2026-06-01T13:00:00Z',
        level_top_in: 120,
        gross_volume: 80,
        net_volume: 79,
        volume_uom: 'BBL',
        photo_refs: ['photo 1', 'with "quotes", and a comma'],
        original_values: { net_volume: { value: 12.56, uom: 'M3' } },
      },
    ],
    [
      'separator_test',
      {
        ...well,
        facility_id,
        separator_id: `${facility_id} separator ${completion_id}`,
        started_at: '2026-06-01T06:00:00Z',
        ended_at: '2026-06-01T18:00:00Z',
        oil_start_reading: 1000,
        oil_end_reading: 1100,
        bsw_pct: 10,
        shrinkage_factor: 0.9,
      },
    ],
    [
      'well_test',
      {
        ...well,
        test_type: 'FLOW_TEST',
        test_start: '2026-06-01T06:00:00Z',
        test_hours: 12,
        test_status: 'COMPLETED',
        oil_volume_bbl: 81,
        gas_volume_mcf: 40.5,
        separator_test_row_id: of('separator_test'),
      },
    ],
    [
      'well_status_change',
      { ...well, status: 'Producing', effective_at: '2026-01-01T00:00:00Z', expires_at: '2026-06-03T00:00:00Z' },
    ],
    [
      'allocation_reference',
      {
        id_flownet,
        unit_id,
        from_entity_type: 'FACILITY',
        from_entity_id: facility_id,
        to_completion_id: completion_id,
        product_type: 'OIL',
        period_start: '2026-06-01',
        period_end: '2026-06-01',
        allocation_method: 'PRO_RATA',
        total_volume: 240,
        allocated_volume: 120.5,
        well_test_row_id: of('well_test'),
      },
    ],
    [
      'surveillance_event',
      {
        ...well,
        event_type: 'RATE_DROP',
        detected_at: '2026-06-02T06:00:00Z',
        detection_source: 'RULE',
        rule: 'oil below its mean',
        severity: 'HIGH',
        evidence: { days: ['2026-05-01', '2026-06-01'] },
      },
    ],
    [
      'production_constraint',
      {
        ...well,
        constraint_type: 'LINE_PRESSURE',
        limit_value: 900,
        limit_uom: 'PSI',
        effective_from: '2026-06-01T00:00:00Z',
      },
    ],
    [
      'optimization_recommendation',
      {
        ...well,
        recommendation_type: 'CHOKE',
        description: 'Open the choke',
        priority: 'HIGH',
        surveillance_event_row_id: of('surveillance_event'),
      },
    ],
    [
      'workover_candidate',
      {
        ...well,
        candidate_reason: 'PUMP_FAILURE',
        current_oil_bbl_per_day: 20,
        potential_oil_bbl_per_day: 90,
        nominated_by: 'erin',
        nominated_at: '2026-06-02T07:00:00Z',
        last_editor: 'erin',
        recommendation_row_id: of('optimization_recommendation'),
        post_job_test_row_id: of('well_test'),
      },
    ],
    [
      'downtime_event',
      {
        ...well,
        started_at: '2026-06-01T06:00:00Z',
        ended_at: '2026-06-01T12:30:00Z',
        reason_code_1: 'LIFT',
        reason_code_2: 'LIFT_ROD_PUMP',
        reason_code_3: 'LIFT_ROD_PARTED',
        approval_status: 'SUBMITTED',
        submitted_by: 'erin',
        submitted_at: '2026-06-01T13:00:00Z',
        last_editor: 'erin',
      },
    ],
    [
      'downtime_approval',
      {
        id_flownet,
        unit_id,
        downtime_event_row_id: of('downtime_event'),
        policy_id: 'STANDARD',
        chain: 'ANY',
        step: 1,
        role: 'foreman',
        status: 'PENDING',
        requested_by: 'erin',
        last_editor: 'erin',
        requested_at: '2026-06-01T13:00:00Z',
        pending_since: '2026-06-01T13:00:00Z',
        escalates_at: '2026-06-02T13:00:00Z',
      },
    ],
    [
      'maintenance_request',
      {
        ...well,
        request_number: `MR-${completion_id}`,
        maintenance_type: 'CORRECTIVE',
        requested_by: 'erin',
        requested_at: '2026-06-01T14:00:00Z',
        last_editor: 'erin',
        parts_replaced: ['rod 17'],
        downtime_event_row_id: of('downtime_event'),
        recommendation_row_id: of('optimization_recommendation'),
      },
    ],
  ];
  return rows.map(([table, row]) => [table, { row_id: of(table), ...AUDIT, ...row }]);
}

export async function insertRecord(client: pg.ClientBase, table: string, row: Record): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`).join(', ');
  await client.query(`insert into ops.${table} (${columns.join(', ')}) values (${places})`, Object.values(row));
}

export async function insertRecordsOf(client: pg.ClientBase, owner: Owner): Promise<void> {
  for (const [table, row] of recordsOf(owner)) await insertRecord(client, table, row);
}
