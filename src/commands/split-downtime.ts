import type { SplitDowntimeInput } from '../generated/resolvers.js';
import type { Patch } from '../events/write.js';
import type { Row } from '../sources/row-source.js';
import { change, columnsOf, create, unreviewed } from './changes.js';
import { command } from './command.js';
import { downtimeFacts } from './downtime-facts.js';
import { beganOnClosedDay, fallen } from './downtime-edit.js';
import { momentErrors } from './downtime-times.js';
import { asDraft, draftErrors } from './edit-downtime.js';
import { invalid, type UserError, userError } from './outcome.js';

/**
 * What the second part has from the whole. Estimates of how long and of what was deferred are of the whole, and hold for
 * neither; where the first has closed days it keeps them.
 */
const KEPT = [
  'id_flownet',
  'unit_id',
  'completion_id',
  'downtime_type',
  'product',
  'location',
  'is_failure',
  'percent_down',
  'comments',
  'reason_code_1',
  'reason_code_2',
  'reason_code_3',
] as const;
const NO_ESTIMATE: Patch = {
  planned_hours: null,
  deferred_oil_bbl: null,
  deferred_gas_mcf: null,
  deferred_water_bbl: null,
};

export const splitDowntime = command({
  permission: 'write:downtime',
  load: (given: SplitDowntimeInput, reads) => downtimeFacts(given, reads),
  decide: (given, facts, moment) => {
    const { row, place } = facts;
    const errors = [
      ...draftErrors(facts),
      ...momentErrors('at', given.at, place, moment.now),
      ...insideErrors(given.at, row),
    ];
    if (errors.length > 0) return invalid(...errors);
    const planned = plannedEnds(row, given.at);
    const edit = { last_editor: moment.actor };
    const first = {
      ended_at: given.at,
      planned_end_at: planned.first,
      // Days that are closed keep what was recorded of them.
      ...(beganOnClosedDay(row, place, moment.now) ? {} : NO_ESTIMATE),
      ...edit,
      ...asDraft(facts),
      ...unreviewed(row),
    };
    const second = { ...secondOf(given, row), planned_end_at: planned.second, ...NO_ESTIMATE, ...edit };
    return {
      changes: [
        change('DowntimeEvent', row, place, 'SPLIT', first),
        create('DowntimeEvent', place, moment, second, 'SPLIT_OFF'),
      ],
    };
  },
});

function secondOf(given: SplitDowntimeInput, row: Row): Patch {
  const kept = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  const said = columnsOf(given, ['reasonCode1', 'reasonCode2', 'reasonCode3', 'comments']);
  return { ...kept(KEPT), ...fallen(given, row), ...said, started_at: given.at, ended_at: row.ended_at ?? null };
}

/** A planned end belongs to the part that it lies in. */
function plannedEnds({ planned_end_at: at }: Row, split: string) {
  if (typeof at !== 'string') return { first: null, second: null };
  return Date.parse(at) > Date.parse(split) ? { first: null, second: at } : { first: at, second: null };
}

function insideErrors(at: string, { started_at, ended_at }: Row): UserError[] {
  const moment = Date.parse(at);
  const isAfterStart = moment > Date.parse(String(started_at));
  const isBeforeEnd = ended_at === null || moment < Date.parse(String(ended_at));
  return isAfterStart && isBeforeEnd ? [] : [userError('at', 'INCONSISTENT', 'does not lie inside the downtime')];
}
