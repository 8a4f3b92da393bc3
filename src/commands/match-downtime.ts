import type { MatchDowntimeInput } from '../generated/resolvers.js';
import type { Clock } from '../overlay/declaration.js';
import { isNear, NAMED_WITHIN_DAYS } from '../overlay/named-records.js';
import type { Row } from '../sources/row-source.js';
import { change } from './changes.js';
import { command } from './command.js';
import { targetOf } from './downtime-facts.js';
import { invalid, type UserError, userError } from './outcome.js';
import type { Place } from './place.js';

/** What says on which days a record is. */
const DAYS = ['downtime_type', 'first_day', 'last_day'];

/**
 * Says which record of ProdView is the same interruption, where product and days do not say it. Nothing of the event itself
 * changes by it, so nobody decides about it anew.
 */
export const matchDowntime = command({
  permission: 'write:downtime',
  load: async (given: MatchDowntimeInput, reads) => {
    const { prodviewDowntime: id } = given;
    const [stored, found] = await Promise.all([
      targetOf(given, reads),
      id ? reads.place('prodviewDowntime', 'CompletionDowntime', id, ['id_rec_parent', ...DAYS]) : undefined,
    ]);
    return { ...stored, found };
  },
  decide: (_given, { row, place, found }, { now }) => {
    const clock = { zone: place.zone ?? 'UTC', now };
    const errors = [...stateErrors(row), ...(found ? recordErrors(row, found, clock) : [])];
    if (errors.length > 0) return invalid(...errors);
    const patch = { prodview_downtime_id: found ? String(found.row.id_rec) : null };
    return { changes: [change('DowntimeEvent', row, place, found ? 'MATCHED' : 'UNMATCHED', patch)] };
  },
});

/** Before it is approved and over, it may still become another. */
function stateErrors({ active_ind, approval_status, ended_at }: Row): UserError[] {
  const isSettled = active_ind === 'Y' && approval_status === 'APPROVED' && ended_at !== null;
  return isSettled ? [] : [userError('record', 'NOT_ALLOWED_NOW', 'only what is approved and over is matched')];
}

/** Several events may name one record that lasts; one of quite other days is a slip. */
function recordErrors(event: Row, { row, network }: Place, clock: Clock): UserError[] {
  const isOwn = row.id_rec_parent === event.completion_id && network === event.id_flownet;
  if (!isOwn) return [userError('prodviewDowntime', 'INCONSISTENT', 'is of another completion')];
  const said = `has no day within ${NAMED_WITHIN_DAYS} days of the event`;
  return isNear(row, event, clock) ? [] : [userError('prodviewDowntime', 'INCONSISTENT', said)];
}
