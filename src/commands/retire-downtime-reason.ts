import type { RetireDowntimeReasonInput } from '../generated/resolvers.js';
import { change } from './changes.js';
import { command } from './command.js';
import { invalid, userError } from './outcome.js';

export const retireDowntimeReason = command({
  permission: 'write:reference',
  load: (given: RetireDowntimeReasonInput, reads) =>
    reads.target('record', 'DowntimeReason', given.record, given.expectedVersion),
  decide: ({ expiryDate }, { row, place }) => {
    if (row.expiry_date !== null || row.active_ind !== 'Y')
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'the reason is retired already'));
    if (row.effective_date !== null && expiryDate <= String(row.effective_date))
      return invalid(userError('expiryDate', 'INCONSISTENT', 'does not lie after its first day'));
    return { changes: [change('DowntimeReason', row, place, 'RETIRED', { expiry_date: expiryDate })] };
  },
});
