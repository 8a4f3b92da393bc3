import type { SubmitDowntimeInput } from '../generated/resolvers.js';
import { command } from './command.js';
import { downtimeFacts, submissionOf } from './downtime-facts.js';
import { asSubmitted, submit } from './downtime-submission.js';
import { wasRejected } from './in-force.js';
import { invalid, userError } from './outcome.js';
import { stepErrors } from './transitions.js';

export const submitDowntime = command({
  permission: 'write:downtime',
  load: async (given: SubmitDowntimeInput, reads) => {
    const facts = await downtimeFacts(given, reads);
    return submissionOf(facts, facts.row, reads);
  },
  decide: (_given, facts, moment) => {
    const { row, transitions, asker } = facts;
    const going = { from: String(row.approval_status), to: 'SUBMITTED', permissions: asker.permissions };
    const errors = stepErrors(transitions, going).map((error) => (error.code === 'REQUIRED' ? AMENDED : error));
    if (errors.length > 0) return invalid(...errors);
    if (wasRejected(row)) return invalid(EDITED);
    return submit(facts, 'SUBMITTED', asSubmitted(moment), moment);
  },
});

const EDITED = userError('record', 'NOT_ALLOWED_NOW', 'who reviewed it rejected it: edit it first, or withdraw it');

/** A step that needs a reason is not this one's. */
const AMENDED = userError('record', 'NOT_ALLOWED_NOW', 'an approved event is amended');
