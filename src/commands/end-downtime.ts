import type { EndDowntimeInput } from '../generated/resolvers.js';
import { change, columnsOf } from './changes.js';
import { command } from './command.js';
import { momentErrors, orderErrors } from './downtime-times.js';
import { invalid, userError } from './outcome.js';

export const endDowntime = command({
  permission: 'write:downtime',
  load: (given: EndDowntimeInput, reads) =>
    reads.target('record', 'DowntimeEvent', given.record, given.expectedVersion),
  decide: (given, { row, place }, moment) => {
    const status = String(row.approval_status);
    if (row.ended_at !== null || row.active_ind !== 'Y' || status === 'REJECTED' || status === 'VOID')
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'the downtime is not open'));
    const errors = [
      ...momentErrors('endedAt', given.endedAt, place, moment.now),
      ...orderErrors('endedAt', String(row.started_at), given.endedAt),
    ];
    if (errors.length > 0) return invalid(...errors);
    // What was approved was an open downtime; now that it is another, somebody decides again.
    const again = status === 'APPROVED' && { approval_status: 'SUBMITTED', approver: null, decided_at: null };
    const patch = { ...columnsOf(given, ['endedAt', 'comments']), last_editor: moment.actor, ...again };
    return { changes: [change('DowntimeEvent', row, place, 'ENDED', patch)] };
  },
});
