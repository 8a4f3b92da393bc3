import type { InvalidateWellTestInput } from '../generated/resolvers.js';
import { change } from './changes.js';
import { command } from './command.js';
import { momentErrors } from './downtime-times.js';
import { invalid, userError } from './outcome.js';

export const invalidateWellTest = command({
  permission: 'write:test',
  load: (given: InvalidateWellTestInput, reads) =>
    reads.target('record', 'WellTest', given.record, given.expectedVersion),
  decide: ({ invalidReason }, { row, place }, moment) => {
    if (row.is_valid !== true || row.active_ind !== 'Y')
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'the test does not count already'));
    // What still runs has given the days that are closed since it began no volumes.
    const errors = row.test_end ? momentErrors('record', String(row.test_end), place, moment.now) : [];
    if (errors.length > 0) return invalid(...errors);
    const patch = { is_valid: false, invalid_reason: invalidReason };
    return { changes: [change('WellTest', row, place, 'INVALIDATED', patch)] };
  },
});
