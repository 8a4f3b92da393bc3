import type { ReviewRecordInput } from '../generated/resolvers.js';
import { change } from './changes.js';
import { command } from './command.js';
import { invalid, userError } from './outcome.js';
import { takenByAccounting } from './posted.js';

/**
 * Says what a record is worth, of whichever kind the schema's union has. It changes no value, so a day that is closed may be
 * reviewed too; what accounting took is not rejected, for nobody could amend it. Who wrote to the record later than its
 * maker, the database knows (`reviewed_by_another`).
 */
export const reviewRecord = command({
  permission: 'review',
  apart: ({ record }) => String(record),
  load: ({ record, expectedVersion }: ReviewRecordInput, reads) =>
    reads.targetOfOne('record', 'reviewRecord', record, expectedVersion),
  decide: ({ quality, remark }, { type, row, place }, { actor }) => {
    if (row.active_ind !== 'Y')
      return invalid(userError('record', 'NOT_ALLOWED_NOW', 'the record is out of force; review the one in its place'));
    if (row.row_created_by === actor)
      return invalid(userError('record', 'OWN_DECISION', 'you wrote it yourself: ask somebody else to look at it'));
    if (quality === 'REJECTED' && !remark)
      return invalid(userError('remark', 'REQUIRED', 'say what is wrong, so that it can be put right'));
    const taken = quality === 'REJECTED' ? takenByAccounting('quality', row) : [];
    if (taken.length > 0) return invalid(...taken);
    const patch = { row_quality: quality, review_remark: remark ?? null };
    return { changes: [change(type, row, place, 'REVIEWED', patch)] };
  },
});
