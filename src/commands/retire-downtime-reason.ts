import type { RetireDowntimeReasonInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change } from './changes.js';
import { command } from './command.js';
import { invalid, type UserError, userError } from './outcome.js';

/** The day that was told last holds, whether the one before it has come or not: a mistyped day costs no code. */
export const retireDowntimeReason = command({
  permission: 'write:reference',
  load: async (given: RetireDowntimeReasonInput, reads) => {
    const stored = await reads.target('record', 'DowntimeReason', given.record, given.expectedVersion);
    const { parent_code: code } = stored.row;
    const [parent] = code === null ? [] : await reads.find('DowntimeReason', { equal: { code: String(code) } });
    return { ...stored, parent };
  },
  decide: ({ expiryDate }, { row, place, parent }) => {
    const errors = [
      ...stateErrors(expiryDate, row),
      ...dayErrors(expiryDate, row),
      ...parentErrors(expiryDate, parent),
    ];
    if (expiryDate === undefined || errors.length > 0) return invalid(...errors);
    const kind = expiryDate === null ? 'REINSTATED' : 'RETIRED';
    return { changes: [change('DowntimeReason', row, place, kind, { expiry_date: expiryDate })] };
  },
});

type Day = RetireDowntimeReasonInput['expiryDate'];

function stateErrors(day: Day, { active_ind, expiry_date }: Row): UserError[] {
  if (active_ind !== 'Y') return [userError('record', 'NOT_ALLOWED_NOW', 'the reason is out of force')];
  if (day !== expiry_date) return [];
  const said = day === null ? 'the reason is not retired' : 'the reason is retired from that day on already';
  return [userError('record', 'NOT_ALLOWED_NOW', said)];
}

/** A reason is used with those above it: beneath one that is retired it stands for nothing. */
function parentErrors(day: Day, parent: Row | undefined): UserError[] {
  const until = parent?.expiry_date;
  const isLonger = typeof until === 'string' && (day === null || (day !== undefined && day > until));
  return isLonger
    ? [userError('expiryDate', 'INCONSISTENT', `${parent?.code}, above it, is retired from ${until} on`)]
    : [];
}

function dayErrors(day: Day, { effective_date }: Row): UserError[] {
  if (day === undefined) return [userError('expiryDate', 'REQUIRED', 'is a day, or null where it is not retired')];
  const isTooEarly = day !== null && effective_date !== null && day <= String(effective_date);
  return isTooEarly ? [userError('expiryDate', 'INCONSISTENT', 'does not lie after its first day')] : [];
}
