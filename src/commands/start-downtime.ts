import type { StartDowntimeInput } from '../generated/resolvers.js';
import { inForce } from '../overlay/sides.js';
import type { Condition, Row } from '../sources/row-source.js';
import { columnsOf, create, keysOf, marked } from './changes.js';
import { command } from './command.js';
import type { CommandReads } from './command-reads.js';
import { conflictWarnings, recordedMeanwhile } from './downtime-conflicts.js';
import { DETAILS } from './downtime-details.js';
import { momentErrors, orderErrors } from './downtime-times.js';
import { invalid, refOf, suspected, type UserError, userError } from './outcome.js';
import type { Place } from './place.js';

/** What of a completion a batch that is written as a whole may be about only once. */
export const downtimesOf = (completion: unknown) => `downtimes of ${completion}`;

export const startDowntime = command({
  permission: 'write:downtime',
  apart: ({ completion }) => String(completion),
  oneOf: ({ completion }) => [downtimesOf(completion)],
  load: async (given: StartDowntimeInput, reads) => {
    const place = await reads.completion('completion', given.completion);
    const reason = given.reasonCode3 ?? given.reasonCode2 ?? given.reasonCode1;
    const [others, reasons, recorded] = await Promise.all([
      given.force ? [] : meanwhile(given, place, reads),
      reason ? reads.find('DowntimeReason', { equal: { code: reason } }) : [],
      recordedMeanwhile(asEvent(given, place), place, reads),
    ]);
    return { place, others, reason: reasons[0], ...recorded };
  },
  decide: (given, { place, others, reason, ...recorded }, moment) => {
    const errors = [
      ...momentErrors('startedAt', given.startedAt, place, moment.now),
      ...(given.endedAt ? momentErrors('endedAt', given.endedAt, place, moment.now) : []),
      ...orderErrors('endedAt', given.startedAt, given.endedAt),
      ...orderErrors('plannedEndAt', given.startedAt, given.plannedEndAt),
      ...commentErrors(given, reason),
    ];
    if (errors.length > 0) return invalid(...errors);
    const same = others.filter((other) => overlaps(given, other));
    if (same.length > 0 && !given.force) return suspected(same.map((other) => refOf('DowntimeEvent', other)));
    const warnings = conflictWarnings(asEvent(given, place), recorded, place, moment.now);
    const said = { last_editor: moment.actor, ...columnsOf(given, DETAILS), ...marked(warnings) };
    const patch = { ...keysOfEvent(place), ...said };
    return { changes: [create('DowntimeEvent', place, moment, patch, 'STARTED')], warnings };
  },
});

/** What else is in force of the completion, of a time that this one shares. */
function meanwhile({ startedAt, endedAt }: StartDowntimeInput, place: Place, reads: CommandReads): Promise<Row[]> {
  const column = (name: string) => reads.column('DowntimeEvent', name);
  const until: Condition[] = endedAt ? [{ column: column('started_at'), is: 'lt', value: endedAt }] : [];
  return reads.find('DowntimeEvent', {
    equal: { id_flownet: place.network, completion_id: String(place.row.id_rec) },
    columns: ['row_id', 'product', 'started_at'],
    and: [
      ...inForce(column),
      { not: { column: column('approval_status'), in: ['REJECTED', 'VOID'] } },
      {
        any: [
          { column: column('ended_at'), isNull: true },
          { column: column('ended_at'), is: 'gt', value: startedAt },
        ],
      },
      ...until,
    ],
  });
}

const asEvent = ({ startedAt, endedAt, percentDown, product }: StartDowntimeInput, place: Place): Row => ({
  id_flownet: place.network,
  completion_id: String(place.row.id_rec),
  started_at: startedAt,
  ended_at: endedAt ?? null,
  percent_down: percentDown ?? 100,
  product: product ?? null,
});

const keysOfEvent = (place: Place) => ({ ...keysOf(place), completion_id: String(place.row.id_rec) });

function commentErrors({ comments }: StartDowntimeInput, reason: Row | undefined): UserError[] {
  const isMissing = reason?.requires_comment === true && !comments;
  return isMissing ? [userError('comments', 'REQUIRED', `the reason ${reason.code} asks for a comment`)] : [];
}

function overlaps({ product, endedAt }: StartDowntimeInput, other: Row): boolean {
  const isSameProduct = !product || other.product === null || other.product === product;
  const beginsBefore = !endedAt || Date.parse(String(other.started_at)) < Date.parse(endedAt);
  return isSameProduct && beginsBefore;
}
