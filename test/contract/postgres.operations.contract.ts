import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { ALPHA, insertRecord, insertRecordsOf, type Record, recordsOf, rowIdOf } from '../support/operations.js';
import { asRole, type Engine } from '../support/postgres.js';

const base = (table: string): Record => recordsOf(ALPHA).find(([name]) => name === table)?.[1] ?? {};
/** A further record of the same thing. */
const another = (table: string, changes: Record): Record => ({
  ...base(table),
  row_id: '00000000-0000-4000-8000-000000000000',
  ...changes,
});

const NEGATIVE = { oil_volume_bbl: -1 };
/** What one record may not say, and the rule that says so. */
const REFUSED: readonly (readonly [table: string, changes: Record, rule: string])[] = [
  ['daily_production', NEGATIVE, 'daily_production_oil_volume_bbl_check'],
  ['daily_production', { gas_volume_mcf: 'NaN' }, 'daily_production_gas_volume_mcf_check'],
  ['daily_production', { tubing_pressure_psi: -1 }, 'daily_production_tubing_pressure_psi_check'],
  ['daily_production', { hours_on: 25.01 }, 'daily_production_hours_on_check'],
  ['daily_production', { hours_on: -1 }, 'daily_production_hours_on_check'],
  ['daily_production', { hours_on: 0 }, 'daily_production_volume_off_stream'],
  ['daily_production', { activity_type: 'SALE' }, 'daily_production_activity_type_check'],
  ['daily_production', { volume_method: 'GUESSED' }, 'daily_production_volume_method_check'],
  ['daily_production', { operational_status: 'Resting' }, 'daily_production_status'],
  ['daily_production', { amendment_seq_no: 1 }, 'daily_production_amended'],
  ['daily_production', { amendment_seq_no: 1, amend_reason: '' }, 'daily_production_amended'],
  ['daily_production', { active_ind: 'X' }, 'active_ind'],
  ['daily_production', { active_ind: 'N' }, 'retired'],
  ['daily_production', { row_quality: 'FINE' }, 'row_quality'],
  ['daily_production', { source: 'PAPER' }, 'source'],
  ['daily_production', { effective_date: '2026-06-02', expiry_date: '2026-06-01' }, 'in_force'],
  ['daily_production', { row_created_by: '' }, 'row_created_by'],
  ['daily_production', { row_version: 0 }, 'row_version'],
  ['facility_production', NEGATIVE, 'facility_production_oil_volume_bbl_check'],
  ['facility_production', { producing_wells: 5 }, 'facility_production_wells'],
  ['facility_production', { amendment_seq_no: 2 }, 'facility_production_amended'],
  ['facility_production', { operational_status: 'Producing' }, 'facility_production_status'],
  ['meter_reading', { meter_type: 'DIPSTICK' }, 'meter_reading_meter_type_check'],
  ['meter_reading', { gross_volume: 0 }, 'meter_reading_gross_volume_check'],
  ['meter_reading', { net_volume: 81 }, 'meter_reading_net_of_gross'],
  ['meter_reading', { net_volume: -1 }, 'meter_reading_net_volume_check'],
  ['meter_reading', { bsw_pct: 101 }, 'meter_reading_bsw_pct_check'],
  ['meter_reading', { volume_uom: null }, 'meter_reading_volume_uom'],
  ['meter_reading', { reading_start: 10, reading_end: 9 }, 'meter_reading_backwards'],
  ['meter_reading', { level_water_in: 121 }, 'meter_reading_levels'],
  ['meter_reading', { override_volume: 5 }, 'meter_reading_override'],
  ['meter_reading', { quality_code: 'GOOD' }, 'meter_reading_quality_code_check'],
  ['separator_test', { ended_at: '2026-06-01T06:00:00Z' }, 'separator_test_in_order'],
  ['separator_test', { oil_end_reading: 999 }, 'separator_test_oil_backwards'],
  ['separator_test', { water_start_reading: 2, water_end_reading: 1 }, 'separator_test_water_backwards'],
  ['separator_test', { bsw_pct: 100.5 }, 'separator_test_bsw_pct_check'],
  ['separator_test', { shrinkage_factor: 0 }, 'separator_test_shrinkage_factor_check'],
  ['well_test', { test_status: 'PLANNED' }, 'well_test_test_status_check'],
  ['well_test', { test_type: 'GLANCE' }, 'well_test_test_type_check'],
  ['well_test', { test_hours: 0 }, 'well_test_test_hours_check'],
  ['well_test', { test_hours: null }, 'well_test_completed'],
  ['well_test', { oil_volume_bbl: null, gas_volume_mcf: null }, 'well_test_completed'],
  ['well_test', { is_valid: false }, 'well_test_invalid'],
  ['well_test', { bsw_pct: -1 }, 'well_test_bsw_pct_check'],
  ['well_test', { separator_test_row_id: rowIdOf('nothing', ALPHA) }, 'well_test_separator_test_row_id_fkey'],
  ['well_status_change', { status: 'Resting' }, 'well_status_change_status'],
  ['well_status_change', { status_type: 'FACILITY' }, 'well_status_change_status'],
  ['well_status_change', { expires_at: '2026-01-01T00:00:00Z' }, 'well_status_change_in_order'],
  ['well_status_change', { percent_capability: 101 }, 'well_status_change_percent_capability_check'],
  ['allocation_reference', { allocated_volume: 241 }, 'allocation_reference_part_of_total'],
  ['allocation_reference', { total_volume: 0, allocated_volume: 0 }, 'allocation_reference_total_volume_check'],
  ['allocation_reference', { allocation_method: 'FEELING' }, 'allocation_reference_allocation_method_check'],
  ['allocation_reference', { allocation_factor: 1.1 }, 'allocation_reference_allocation_factor_check'],
  ['allocation_reference', { period_end: '2026-05-31' }, 'allocation_reference_period'],
  ['surveillance_event', { completion_id: null }, 'surveillance_event_subject'],
  ['surveillance_event', { facility_id: 'F1' }, 'surveillance_event_subject'],
  ['surveillance_event', { rule: null }, 'surveillance_event_rule'],
  ['surveillance_event', { severity: 'WORST' }, 'surveillance_event_severity_check'],
  ['surveillance_event', { status: 'ACKNOWLEDGED' }, 'surveillance_event_acknowledged'],
  ['surveillance_event', { status: 'CLOSED' }, 'surveillance_event_closed'],
  ['surveillance_event', { evidence: '[]' }, 'surveillance_event_evidence_check'],
  [
    'surveillance_event',
    { status: 'DISMISSED', closed_by: 'erin', closed_at: '2026-06-03', close_reason: 'known' },
    'surveillance_event_muted',
  ],
  ['production_constraint', { limit_value: 0 }, 'production_constraint_limit_value_check'],
  ['production_constraint', { limit_uom: 'BBL_PER_DAY' }, 'production_constraint_uom'],
  ['production_constraint', { node_id: 'X' }, 'production_constraint_subject'],
  ['production_constraint', { effective_to: '2026-06-01T00:00:00Z' }, 'production_constraint_in_order'],
  ['production_constraint', { status: 'RELIEVED' }, 'production_constraint_relieved'],
  ['optimization_recommendation', { status: 'REJECTED' }, 'optimization_recommendation_decided'],
  [
    'optimization_recommendation',
    { status: 'REJECTED', decided_by: 'omar', decided_at: '2026-06-03' },
    'optimization_recommendation_rejected',
  ],
  [
    'optimization_recommendation',
    { status: 'IMPLEMENTED', decided_by: 'omar', decided_at: '2026-06-03' },
    'optimization_recommendation_implemented',
  ],
  [
    'optimization_recommendation',
    { status: 'VERIFIED', decided_by: 'omar', decided_at: '2026-06-03', implemented_at: '2026-06-04' },
    'optimization_recommendation_verified',
  ],
  ['workover_candidate', { status: 'APPROVED' }, 'workover_candidate_decided'],
  [
    'workover_candidate',
    { status: 'APPROVED', approver: 'erin', decided_at: '2026-06-03' },
    'workover_candidate_approver',
  ],
  [
    'workover_candidate',
    { status: 'APPROVED', last_editor: 'omar', approver: 'omar', decided_at: '2026-06-03' },
    'workover_candidate_approver',
  ],
  [
    'workover_candidate',
    { status: 'EXECUTED', approver: 'omar', decided_at: '2026-06-03', estimated_cost_usd: 50_001 },
    'workover_candidate_may_begin',
  ],
  [
    'workover_candidate',
    { status: 'EVALUATED', approver: 'omar', decided_at: '2026-06-03', post_job_test_row_id: null },
    'workover_candidate_evaluated',
  ],
  [
    'workover_candidate',
    { status: 'EXECUTED', approver: 'omar', decided_at: '2026-06-03', executed_at: '2026-06-02' },
    'workover_candidate_executed',
  ],
  ['workover_candidate', { executed_at: '2026-06-05' }, 'workover_candidate_executed'],
  ['workover_candidate', { rank_score: 3 }, 'workover_candidate_score_explained'],
  ['downtime_approval', { status: 'PENDING', escalates_at: null }, 'downtime_approval_pending'],
  ['downtime_approval', { status: 'APPROVED' }, 'downtime_approval_decided'],
  [
    'downtime_approval',
    { status: 'APPROVED', decided_by: 'erin', decided_at: '2026-06-02' },
    'downtime_approval_another',
  ],
  [
    'downtime_approval',
    { status: 'APPROVED', last_editor: 'omar', decided_by: 'omar', decided_at: '2026-06-02' },
    'downtime_approval_another',
  ],
  [
    'downtime_approval',
    { status: 'REJECTED', decided_by: 'omar', decided_at: '2026-06-02' },
    'downtime_approval_rejected',
  ],
  ['downtime_approval', { assignee: 'omar' }, 'downtime_approval_delegated'],
  [
    'downtime_approval',
    { assignee: 'erin', delegated_by: 'omar', delegated_at: '2026-06-02', delegation_reason: 'away' },
    'downtime_approval_assignee',
  ],
  ['downtime_approval', { escalated_at: '2026-06-02' }, 'downtime_approval_escalated'],
  ['downtime_event', { ended_at: '2026-06-01T06:00:00Z' }, 'downtime_event_in_order'],
  ['downtime_event', { reason_code_1: null, reason_code_2: null, reason_code_3: null }, 'downtime_event_submitted'],
  ['downtime_event', { reason_code_1: 'NOBODY_KNOWS' }, 'downtime_event_reason_1'],
  ['downtime_event', { reason_code_2: 'WELL_SAND', reason_code_3: null }, 'downtime_event_reason_2'],
  ['downtime_event', { reason_code_3: 'LIFT_ESP_MOTOR' }, 'downtime_event_reason_3'],
  [
    'downtime_event',
    { reason_code_1: 'LIFT_ROD_PUMP', reason_code_2: null, reason_code_3: null },
    'downtime_event_reason_1',
  ],
  ['downtime_event', { approval_status: 'APPROVED' }, 'downtime_event_decided'],
  [
    'downtime_event',
    { approval_status: 'APPROVED', approver: 'erin', decided_at: '2026-06-02' },
    'downtime_event_approver',
  ],
  [
    'downtime_event',
    { approval_status: 'APPROVED', last_editor: 'omar', approver: 'omar', decided_at: '2026-06-02' },
    'downtime_event_approver',
  ],
  [
    'downtime_event',
    { approval_status: 'REJECTED', approver: 'omar', decided_at: '2026-06-02' },
    'downtime_event_rejected',
  ],
  ['downtime_event', { percent_down: 0 }, 'downtime_event_percent_down_check'],
  ['downtime_event', { product: 'SAND' }, 'downtime_event_product_check'],
  ['maintenance_request', { status: 'CANCELLED' }, 'maintenance_request_cancelled'],
  ['maintenance_request', { status: 'COMPLETED' }, 'maintenance_request_completed'],
  [
    'maintenance_request',
    { actual_start: '2026-06-02', actual_end: '2026-06-01' },
    'maintenance_request_actual_in_order',
  ],
  [
    'maintenance_request',
    { status: 'COMPLETED', is_safety_critical: true, actual_start: '2026-06-02', actual_end: '2026-06-03' },
    'maintenance_request_hse',
  ],
  ['maintenance_request', { hse_approver: 'erin', hse_approved_at: '2026-06-03' }, 'maintenance_request_hse_approver'],
  ['maintenance_request', { status: 'IN_PROGRESS', estimated_cost_usd: 50_001 }, 'maintenance_request_may_begin'],
  ['maintenance_request', { conditions: ['LATER'] }, 'maintenance_request_conditions_check'],
  ['maintenance_request', { completion_id: null }, 'maintenance_request_subject'],
];

/** What a second record may not say beside the first. */
const REFUSED_BESIDE: readonly (readonly [table: string, changes: Record, rule: string])[] = [
  ['daily_production', {}, 'daily_production_natural_key'],
  ['daily_production', { amendment_seq_no: 1, amend_reason: 'late ticket' }, 'daily_production_natural_key'],
  ['facility_production', {}, 'facility_production_natural_key'],
  ['meter_reading', {}, 'meter_reading_natural_key'],
  [
    'separator_test',
    { started_at: '2026-06-01T17:00:00Z', ended_at: '2026-06-02T06:00:00Z' },
    'separator_test_one_completion_at_a_time',
  ],
  ['separator_test', { completion_id: 'other' }, 'separator_test_one_completion_at_a_time'],
  ['well_test', { test_start: '2026-06-01T17:59:00Z' }, 'well_test_no_overlap'],
  [
    'well_test',
    { test_start: '2026-05-31T00:00:00Z', test_hours: null, test_status: 'IN_PROGRESS' },
    'well_test_no_overlap',
  ],
  ['well_status_change', { effective_at: '2026-06-02T00:00:00Z', expires_at: null }, 'well_status_change_no_overlap'],
  ['allocation_reference', {}, 'allocation_reference_natural_key'],
  ['surveillance_event', { rule: 'another' }, 'surveillance_event_natural_key'],
  ['surveillance_event', { detected_at: '2026-06-05T06:00:00Z' }, 'surveillance_event_one_open'],
  ['production_constraint', {}, 'production_constraint_natural_key'],
  ['production_constraint', { limit_direction: 'MIN', limit_value: 901 }, 'production_constraint_no_crossing'],
  ['workover_candidate', {}, 'workover_candidate_one_open'],
  ['downtime_event', { started_at: '2026-06-01T12:00:00Z', ended_at: null }, 'downtime_event_no_overlap'],
  ['downtime_event', { started_at: '2026-06-01T12:00:00Z', product: 'GAS' }, 'downtime_event_no_overlap'],
  ['downtime_event', { approval_status: 'DRAFT' }, 'downtime_event_natural_key'],
  ['maintenance_request', {}, 'maintenance_request_natural_key'],
];

/** What looks like such a clash, and is none. */
const TAKEN_BESIDE: readonly (readonly [what: string, table: string, changes: Record])[] = [
  ['a day put out of force', 'daily_production', { active_ind: 'N', row_expiry_date: '2026-06-02' }],
  ['injection beside production', 'daily_production', { activity_type: 'INJECTION' }],
  [
    'a run that begins as the other ends',
    'separator_test',
    { started_at: '2026-06-01T18:00:00Z', ended_at: '2026-06-01T19:00:00Z' },
  ],
  ['a test that begins as the other ends', 'well_test', { test_start: '2026-06-01T18:00:00Z' }],
  ['a test that was abandoned', 'well_test', { test_start: '2026-06-01T07:00:00Z', test_status: 'ABANDONED' }],
  ['a test that is invalid', 'well_test', { is_valid: false, invalid_reason: 'leaking valve' }],
  ['a test that was rejected', 'well_test', { row_quality: 'REJECTED' }],
  ['a run that was rejected', 'separator_test', { row_quality: 'REJECTED' }],
  ['a reading that was rejected', 'meter_reading', { row_quality: 'REJECTED' }],
  [
    'a month beside its first day',
    'allocation_reference',
    { period_type: 'MONTHLY', period_end: '2026-06-30', total_volume: 9000 },
  ],
  [
    'a status from the moment the other ends',
    'well_status_change',
    { effective_at: '2026-06-03T00:00:00Z', expires_at: null },
  ],
  [
    'a rule that fires after its event was closed',
    'surveillance_event',
    { detected_at: '2026-06-05', status: 'CLOSED', closed_by: 'omar', closed_at: '2026-06-06', close_reason: 'fixed' },
  ],
  ['a MIN below the MAX', 'production_constraint', { limit_direction: 'MIN', limit_value: 900 }],
  [
    'a MIN of another time',
    'production_constraint',
    { limit_direction: 'MIN', limit_value: 901, effective_from: '2026-01-01', effective_to: '2026-06-01T00:00:00Z' },
  ],
  ['downtime that touches', 'downtime_event', { started_at: '2026-06-01T12:30:00Z', ended_at: null }],
  [
    'a draft that overlaps',
    'downtime_event',
    { started_at: '2026-06-01T12:00:00Z', ended_at: null, approval_status: 'DRAFT' },
  ],
  ['downtime of another network', 'downtime_event', { id_flownet: 'N2' }],
  ['the same request of another person', 'daily_production', { production_date: '2026-06-02', row_created_by: 'omar' }],
];

const TABLES = [...recordsOf(ALPHA).map(([table]) => table), 'downtime_reason'];

/** The tables of operations: what they refuse, what they work out, who may do what. On migrated databases. */
export function operationsContract(engine: () => Engine): void {
  /** With one valid record of every table; all of it is taken back. */
  const withRecords = <T>(work: (client: pg.Client) => Promise<T>) =>
    engine().asOwner(async (client) => {
      await client.query("begin; set local timezone = 'UTC'");
      try {
        await client.query('set local role wellgraph_gateway');
        await client.query("select set_config('wellgraph.scope', 'everything', true)");
        await insertRecordsOf(client, ALPHA);
        return await work(client);
      } finally {
        await client.query('rollback');
      }
    });
  const change = (client: pg.Client, table: string, changes: Record) => {
    const sets = Object.keys(changes).map((column, index) => `${column} = $${index + 2}`);
    const values = [rowIdOf(table, ALPHA), ...Object.values(changes)];
    return client.query(`update ops.${table} set ${sets.join(', ')} where row_id = $1 returning *`, values);
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'taken',
      ({ constraint, message }) => constraint ?? message,
    );

  describe('operations', () => {
    test.each(REFUSED)('%s refuses %j', async (table, changes, rule) => {
      expect(await withRecords((client) => refusal(change(client, table, changes)))).toBe(rule);
    });

    test.each(REFUSED_BESIDE)('%s refuses another with %j', async (table, changes, rule) => {
      expect(await withRecords((client) => refusal(insertRecord(client, table, another(table, changes))))).toBe(rule);
    });

    test.each(TAKEN_BESIDE)('%s is taken', async (_, table, changes) => {
      expect(await withRecords((client) => refusal(insertRecord(client, table, another(table, changes))))).toBe(
        'taken',
      );
    });

    test('a request makes one record of a table, whoever else uses its id', async () => {
      const changes = { production_date: '2026-06-02', client_request_id: 'r1' };
      const row = another('daily_production', changes);
      const next = { ...row, row_id: '00000000-0000-4000-8000-000000000001', production_date: '2026-06-03' };
      const answers = await withRecords(async (client) => {
        await insertRecord(client, 'daily_production', row);
        await insertRecord(client, 'daily_production', {
          ...next,
          row_created_by: 'omar',
          production_date: '2026-06-04',
        });
        return refusal(
          insertRecord(client, 'daily_production', { ...next, row_id: '00000000-0000-4000-8000-000000000002' }),
        );
      });
      expect(answers).toBe('daily_production_row_created_by_client_request_id_key');
    });

    test('what follows from a record is worked out of it', async () => {
      const all = await withRecords(async (client) => {
        const text = `select d.ppdm_guid = upper(d.row_id::text) as guid, e.duration_hours::float, t.test_end,
          t.oil_rate_bbl_per_day::float, t.gor_mcf_per_bbl::float, s.net_oil_bbl::float, f.oil_balance_bbl::float,
          c.uplift_bbl_per_day::float, m.meter_table
        from ops.daily_production d, ops.downtime_event e, ops.well_test t, ops.separator_test s,
          ops.facility_production f, ops.workover_candidate c, ops.meter_reading m`;
        return (await client.query(text)).rows;
      });
      expect(all).toEqual([
        {
          guid: true,
          duration_hours: 6.5,
          test_end: new Date('2026-06-01T18:00:00Z'),
          oil_rate_bbl_per_day: 162,
          gor_mcf_per_bbl: 0.5,
          net_oil_bbl: 81,
          oil_balance_bbl: 10,
          uplift_bbl_per_day: 70,
          meter_table: 'pvUnitTank',
        },
      ]);
    });

    test('a counter that passed its last number says at which it did', async () => {
      const net = await withRecords(async (client) => {
        const changes = { oil_start_reading: 9950, oil_end_reading: 50, oil_rollover_at: 10_000 };
        return Number((await change(client, 'separator_test', changes)).rows[0].net_oil_bbl);
      });
      expect(net).toBe(81);
    });

    test('who approves is neither who submitted nor who edited last, and a policy may', async () => {
      const decided = { approval_status: 'APPROVED', decided_at: '2026-06-02' };
      for (const approver of ['omar', 'POLICY:STANDARD'])
        await withRecords((client) => change(client, 'downtime_event', { ...decided, approver }));
    });

    test('a reason keeps its code, and its parent is one level up', async () => {
      const asked = (text: string) => engine().asOwner((client) => refusal(asRole(client, 'wellgraph_gateway', text)));
      const renamed = "update ops.downtime_reason set code = 'ELSE' where code = 'OTHER'";
      expect(await asked(renamed)).toBe('downtime_reason_code_kept');
      const moved = "update ops.downtime_reason set parent_code = 'LIFT_ESP' where code = 'WELL_SAND'";
      expect(await asked(moved)).toBe('downtime_reason_parent_level');
      const top = "update ops.downtime_reason set parent_code = null where code = 'WELL_SAND'";
      expect(await asked(top)).toBe('downtime_reason_parent');
      expect(await asked("update ops.downtime_reason set expiry_date = '2030-01-01' where code = 'OTHER'")).toBe(
        'taken',
      );
    });

    test('every state that a record may be in is reached by the transitions, and every step has its states', async () => {
      const { rows } = await engine().asOwner((client) =>
        client.query('select entity, from_status, to_status from ops.entity_transition order by 1, 2, 3'),
      );
      const columns: Readonly<globalThis.Record<string, string>> = {
        downtime_event: 'approval_status',
        well_test: 'test_status',
      };
      for (const entity of new Set(rows.map((row) => row.entity))) {
        const column = columns[entity] ?? 'status';
        const text = `select pg_get_constraintdef(oid) as rule from pg_constraint where conname = '${entity}_${column}_check'`;
        const [found] = (await engine().asOwner((client) => client.query(text))).rows;
        const allowed = [...String(found.rule).matchAll(/'(\w+)'/g)].map(([, state]) => state).sort();
        const named = new Set(
          rows.filter((row) => row.entity === entity).flatMap((row) => [row.from_status, row.to_status]),
        );
        expect([entity, [...named].sort()]).toEqual([entity, allowed]);
      }
    });

    test('the gateway reads, writes and changes records, and deletes none', async () => {
      for (const table of TABLES) {
        const run = (text: string) => engine().asOwner((client) => refusal(asRole(client, 'wellgraph_gateway', text)));
        expect([table, await run(`select count(*) from ops.${table}`)]).toEqual([table, 'taken']);
        expect([table, await run(`update ops.${table} set row_version = row_version`)]).toEqual([table, 'taken']);
        expect(await run(`delete from ops.${table}`)).toMatch(/permission denied/);
        expect(await run(`truncate ops.${table}`)).toMatch(/permission denied/);
        expect(
          await engine().asOwner((client) => refusal(asRole(client, 'role_gis_ro', `select * from ops.${table}`))),
        ).toMatch(/permission denied/);
      }
    });

    test('the catalogues are read, and not written', async () => {
      for (const table of [
        'status_catalogue',
        'status_transition',
        'entity_transition',
        'approval_policy',
        'identity_map',
      ]) {
        const run = (text: string) => engine().asOwner((client) => refusal(asRole(client, 'wellgraph_gateway', text)));
        expect([table, await run(`select count(*) from ops.${table}`)]).toEqual([table, 'taken']);
        expect(await run(`delete from ops.${table}`)).toMatch(/permission denied/);
        expect(await run(`insert into ops.${table} default values`)).toMatch(/permission denied/);
      }
    });
  });
}
