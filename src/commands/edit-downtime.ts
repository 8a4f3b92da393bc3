import type { EditDowntimeInput } from '../generated/resolvers.js';
import { change, unreviewed } from './changes.js';
import { command } from './command.js';
import { editErrors, editedColumns } from './downtime-edit.js';
import { type DowntimeFacts, downtimeFacts } from './downtime-facts.js';
import { invalid, type UserError } from './outcome.js';
import { stepErrors } from './transitions.js';

export const editDowntime = command({
  permission: 'write:downtime',
  load: (given: EditDowntimeInput, reads) => downtimeFacts(given, reads),
  decide: (given, facts, moment) => {
    const { row, place } = facts;
    const errors = [...draftErrors(facts), ...editErrors(given, row, place, moment.now)];
    if (errors.length > 0) return invalid(...errors);
    const said = { ...editedColumns(given, row), last_editor: moment.actor };
    const patch = { ...said, ...asDraft(facts), ...unreviewed(row) };
    return { changes: [change('DowntimeEvent', row, place, 'EDITED', patch)] };
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
