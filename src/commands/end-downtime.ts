import type { Patch } from '../events/write.js';
import type { EndDowntimeInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change, columnsOf, marked, unreviewed } from './changes.js';
import { command, type Moment } from './command.js';
import { conflictWarnings } from './downtime-conflicts.js';
import { downtimeFacts, type Submission, submissionOf } from './downtime-facts.js';
import { isBeforeDeciders, resubmitted, UNDECIDED } from './downtime-submission.js';
import { momentErrors, orderErrors } from './downtime-times.js';
import { invalid, type UserError, userError } from './outcome.js';

export const endDowntime = command({
  permission: 'write:downtime',
  load: async (given: EndDowntimeInput, reads) => {
    const facts = await downtimeFacts(given, reads);
    return submissionOf(facts, { ...facts.row, ended_at: given.endedAt } as Row, reads);
  },
  decide: (given, facts, moment) => {
    const errors = endErrors(given, facts, moment);
    if (errors.length > 0) return invalid(...errors);
    const { row, place } = facts;
    const warnings = conflictWarnings({ ...row, ended_at: given.endedAt }, facts, place, moment.now);
    const said = { ...columnsOf(given, ['endedAt', 'comments']), last_editor: moment.actor };
    const patch = { ...said, ...unreviewed(row), ...marked(warnings) };
    const ended = isBeforeDeciders(row)
      ? resubmitted(facts, 'ENDED', { ...patch, ...again(row, moment) }, moment)
      : { changes: [change('DowntimeEvent', row, place, 'ENDED', patch)] };
    return { ...ended, warnings };
  },
});

function endErrors({ endedAt }: EndDowntimeInput, { row, place }: Submission, { now }: Moment): UserError[] {
  const isDead = row.approval_status === 'REJECTED' || row.approval_status === 'VOID';
  if (row.ended_at !== null || row.active_ind !== 'Y' || isDead)
    return [userError('record', 'NOT_ALLOWED_NOW', 'the downtime is not open')];
  return [...momentErrors('endedAt', endedAt, place, now), ...orderErrors('endedAt', String(row.started_at), endedAt)];
}

/** It was an open downtime; now that it is another, somebody decides again. */
const again = ({ submitted_by }: Row, { now }: Moment): Patch => ({
  approval_status: 'SUBMITTED',
  submitted_by: submitted_by ?? null,
  submitted_at: now.toISOString(),
  ...UNDECIDED,
});
