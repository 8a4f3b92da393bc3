import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { conflict, Refused, refOf, userError } from './outcome.js';

/** What an amendment has in common with the record whose place it takes, by their type. */
const TAKEN_OVER: Readonly<Record<string, readonly string[]>> = {
  DailyProduction: ['id_flownet', 'completion_id', 'production_date', 'activity_type'],
  FacilityProduction: ['id_flownet', 'facility_id', 'production_date', 'activity_type'],
};

/**
 * Holds a record against what the client read of it: where it was changed since, the record as it is now is the answer, and
 * where an amendment took its place, that one, for nothing can be done with the other.
 * @param expected  the version that the client read
 * @throws Refused  it is not as the client read it
 */
export async function demandAsRead(type: string, row: Row, expected: number | null | undefined, reads: CommandReads) {
  const heir = row.active_ind === 'Y' ? undefined : await inItsPlace(type, row, reads);
  if (heir) {
    const error = userError('record', 'STALE_VERSION', 'another amendment has taken its place');
    throw new Refused(conflict(refOf(type, heir), error));
  }
  const version = row.row_version;
  if (expected === undefined || expected === null || expected === version) return;
  const message = `the record has version ${version}, and the request was made of version ${expected}`;
  throw new Refused(conflict(refOf(type, row), userError('expectedVersion', 'STALE_VERSION', message)));
}

async function inItsPlace(type: string, row: Row, reads: CommandReads): Promise<Row | undefined> {
  const shared = TAKEN_OVER[type];
  if (!shared) return undefined;
  const equal = Object.fromEntries(shared.map((name) => [name, String(row[name])]));
  const inForce = { column: reads.column(type, 'active_ind'), is: 'eq', value: 'Y' } as const;
  return (await reads.find(type, { equal, and: [inForce], limit: 1 }))[0];
}
