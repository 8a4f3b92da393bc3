import type { EditDowntimeInput } from '../generated/resolvers.js';
import { change, marked, unreviewed } from './changes.js';
import { command } from './command.js';
import { conflictWarnings, NOTHING_MEANWHILE, recordedMeanwhile } from './downtime-conflicts.js';
import { editErrors, editedColumns, editedEvent } from './downtime-edit.js';
import { type DowntimeFacts, downtimeFacts } from './downtime-facts.js';
import { invalid, type UserError } from './outcome.js';
import { stepErrors } from './transitions.js';

/** What says when and how much of the completion is down. */
const OF_TIMES = ['startedAt', 'endedAt', 'percentDown', 'product'] as const;

export const editDowntime = command({
  permission: 'write:downtime',
  load: async (given: EditDowntimeInput, reads) => {
    const facts = await downtimeFacts(given, reads);
    const isOfTimes = OF_TIMES.some((field) => given[field] !== undefined);
    const after = editedEvent(given, facts.row);
    return { ...facts, ...(isOfTimes ? await recordedMeanwhile(after, facts.place, reads) : NOTHING_MEANWHILE) };
  },
  decide: (given, facts, moment) => {
    const { row, place } = facts;
    const errors = [...draftErrors(facts), ...editErrors(given, row, place, moment.now)];
    if (errors.length > 0) return invalid(...errors);
    const warnings = conflictWarnings(editedEvent(given, row), facts, place, moment.now);
    const said = { ...editedColumns(given, row), last_editor: moment.actor };
    const patch = { ...said, ...asDraft(facts), ...unreviewed(row), ...marked(warnings) };
    return { changes: [change('DowntimeEvent', row, place, 'EDITED', patch)], warnings };
  },
});

/** Why an event is neither a draft nor may become one. */
export function draftErrors({ row, transitions, asker }: DowntimeFacts): UserError[] {
  const from = String(row.approval_status);
  return from === 'DRAFT' && row.active_ind === 'Y'
    ? []
    : stepErrors(transitions, { from, to: 'DRAFT', permissions: asker.permissions });
}

/** A rejected event is a draft again; what was said of it stays to be read. */
export const asDraft = ({ row }: DowntimeFacts) =>
  row.approval_status === 'DRAFT' ? {} : { approval_status: 'DRAFT', approver: null, decided_at: null };
