import type { AmendDowntimeInput } from '../generated/resolvers.js';
import { unreviewed } from './changes.js';
import { command } from './command.js';
import { editErrors, editedColumns, editedEvent } from './downtime-edit.js';
import { downtimeFacts, submissionOf } from './downtime-facts.js';
import { asSubmitted, submit } from './downtime-submission.js';
import { invalid, userError } from './outcome.js';
import { stepErrors } from './transitions.js';

export const amendDowntime = command({
  permission: 'write:downtime',
  load: async (given: AmendDowntimeInput, reads) => {
    const facts = await downtimeFacts(given, reads);
    return submissionOf(facts, editedEvent(given, facts.row), reads);
  },
  decide: (given, facts, moment) => {
    const { row, place, transitions, asker } = facts;
    const from = String(row.approval_status);
    const isDecided = from !== 'DRAFT';
    const going = { from, to: 'SUBMITTED', permissions: asker.permissions, reason: given.reason };
    const errors = [
      ...(isDecided ? stepErrors(transitions, going) : [userError('record', 'NOT_ALLOWED_NOW', 'a draft is edited')]),
      ...editErrors(given, row, place, moment.now),
    ];
    if (errors.length > 0) return invalid(...errors);
    const why = { change_reason: given.reason, last_editor: moment.actor, ...unreviewed(row) };
    return submit(facts, 'AMENDED', { ...editedColumns(given, row), ...why, ...asSubmitted(moment) }, moment);
  },
});
