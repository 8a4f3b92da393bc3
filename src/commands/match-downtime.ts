import type { MatchDowntimeInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change } from './changes.js';
import { command } from './command.js';
import { targetOf } from './downtime-facts.js';
import { invalid, type UserError, userError } from './outcome.js';
import type { Place } from './place.js';

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
      id ? reads.place('prodviewDowntime', 'CompletionDowntime', id, ['id_rec_parent']) : undefined,
    ]);
    return { ...stored, found };
  },
  decide: (_given, { row, place, found }) => {
    const errors = [...stateErrors(row), ...(found ? placeErrors(row, found) : [])];
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

const placeErrors = ({ completion_id, id_flownet }: Row, { row, network }: Place): UserError[] =>
  row.id_rec_parent === completion_id && network === id_flownet
    ? []
    : [userError('prodviewDowntime', 'INCONSISTENT', 'is of another completion')];
