import type { EventStore } from '../../../src/events/event-store.js';
import type { Patch } from '../../../src/events/write.js';
import { type Owner, recordsOf } from '../operations.js';
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

/** One record of every table about this owner but for some, made by an event of its own and changed by another. */
export async function writeRecords(
  store: EventStore,
  owner: Owner,
  route: string,
  without: readonly string[] = [],
): Promise<void> {
  const routing = { network: owner.id_flownet, facility: owner.facility_id, route };
  for (const [entity, row] of recordsOf({ ...owner, route_id: route }).filter(([name]) => !without.includes(name))) {
    const rowId = String(row.row_id);
    const own = Object.fromEntries(Object.entries(row).filter(([name]) => !AUDIT.test(name))) as Patch;
    const patch = { ...own, ...MADE[entity] };
    const unit = 'unit_id' in row ? owner.unit_id : null;
    const write = { entity, rowId, routing: { ...routing, unit }, kind: 'RECORDED' };
    const made = await store.commit(requestOf([{ ...write, patch, expectedVersion: 0 }]));
    const remarked = (await store.columns(entity)).includes('remark');
    const remark = remarked ? { remark: `looked at for ${owner.unit_id}` } : {};
    const changed = { ...write, kind: 'CHANGED', patch: { ...remark, ...MOVED_ON[entity] }, expectedVersion: 1 };
    const after = await store.commit(requestOf([changed]));
    for (const { is } of [made, after])
      if (is !== 'written') throw new Error(`${entity}: ${JSON.stringify([made, after])}`);
  }
}
