import type { EventStore } from '../../../src/events/event-store.js';
import type { Patch } from '../../../src/events/write.js';
import { type Owner, type Record as Row, recordsOf, rowIdOf } from '../operations.js';
import { requestOf } from '../ops.js';

/** What the store makes itself, and the number of a request for work. */
const AUDIT = /^(row_id|row_created_|row_changed_|client_request_id|request_number)/;

/** How far records are that a command can only be tried on then: work that is done can be evaluated. */
const MOVED_ON: Readonly<Record<string, Patch>> = {
  workover_candidate: {
    status: 'EXECUTED',
    approver: 'ann',
    decided_at: '2026-06-02T08:00:00Z',
    estimated_cost_usd: 10,
    contractor: 'crew 1',
    planned_start: '2026-06-03T08:00:00Z',
    afe_budget_usd: 1000,
  },
};

/** Many share a source, whose parts come to no more than the whole. */
const MADE: Readonly<Record<string, Patch>> = { allocation_reference: { allocated_volume: 0.01 } };

/** What may be about a facility as well as about a completion. */
const OF_FACILITY_TOO = ['surveillance_event', 'production_constraint', 'maintenance_request'];

/** What an event of such a row says of where it belongs, as the commands say it: the run of a route names no more than that. */
const routingOf = (
  row: object,
  { unit_id: unit, facility_id: facility, id_flownet: network }: Owner,
  route: string,
) => {
  if ('unit_id' in row) return { network, unit, facility, route };
  return { network, unit: null, facility: 'facility_id' in row ? facility : null, route };
};

/** The same record about the owner's facility, under an id of its own. */
function ofFacility(entity: string, row: Row, { facility_id, id_flownet }: Owner): readonly [string, Row] {
  const { unit_id: _unit, completion_id: _completion, ...others } = row;
  const own = entity === 'maintenance_request' ? { downtime_event_row_id: null, recommendation_row_id: null } : {};
  const row_id = rowIdOf(`${entity} of facility`, { id_flownet, completion_id: facility_id } as Owner);
  return [entity, { ...others, ...own, row_id, facility_id }];
}

/** One record of every table about this owner but for some, made by an event of its own and changed by another. */
export async function writeRecords(
  store: EventStore,
  owner: Owner,
  route: string,
  without: readonly string[] = [],
): Promise<void> {
  const rows = recordsOf({ ...owner, route_id: route }).filter(([name]) => !without.includes(name));
  const ofFacilities = rows.some(([name]) => name === 'facility_production')
    ? rows.filter(([name]) => OF_FACILITY_TOO.includes(name)).map(([name, row]) => ofFacility(name, row, owner))
    : [];
  for (const [entity, row] of [...rows, ...ofFacilities]) {
    const rowId = String(row.row_id);
    const own = Object.fromEntries(Object.entries(row).filter(([name]) => !AUDIT.test(name))) as Patch;
    const patch = { ...own, ...MADE[entity] };
    const write = { entity, rowId, routing: routingOf(row, owner, route), kind: 'RECORDED' };
    const made = await store.commit(requestOf([{ ...write, patch, expectedVersion: 0 }]));
    const remarked = (await store.columns(entity)).includes('remark');
    const remark = remarked ? { remark: `looked at for ${owner.unit_id}` } : {};
    const changed = { ...write, kind: 'CHANGED', patch: { ...remark, ...MOVED_ON[entity] }, expectedVersion: 1 };
    const after = await store.commit(requestOf([changed]));
    for (const { is } of [made, after])
      if (is !== 'written') throw new Error(`${entity}: ${JSON.stringify([made, after])}`);
  }
}

/** A reason of downtime, which is everybody's and of no place. */
export async function writeReason(store: EventStore): Promise<void> {
  const patch = { code: 'OF_NO_PLACE', level: 1, long_name: 'A reason of no place', approval_policy: 'STANDARD' };
  const routing = { network: '', unit: null, facility: null, route: null };
  const rowId = 'aaaaaaaa-0000-4000-8000-000000000001';
  const write = { entity: 'downtime_reason', rowId, routing, kind: 'ADDED', patch, expectedVersion: 0 };
  const { is } = await store.commit(requestOf([write]));
  if (is !== 'written') throw new Error(`downtime_reason: ${is}`);
}
