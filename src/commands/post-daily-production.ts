import { dayAt } from '../days/local-day.js';
import type { PostDailyProductionInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change } from './changes.js';
import { command } from './command.js';
import { invalid, type UserError, userError } from './outcome.js';
import type { Place } from './place.js';
import { takenByAccounting } from './posted.js';

/** Where a day ends last: a unit whose time zone is not known may be there. */
const FURTHEST_WEST = 'Etc/GMT+12';

/**
 * Says that accounting took a day, of a completion or of a facility. ProdView's own lock does not keep it from that: a
 * month is closed in the field before it is taken.
 */
export const postDailyProduction = command({
  permission: 'post',
  apart: ({ record }) => String(record),
  load: ({ record, expectedVersion }: PostDailyProductionInput, reads) =>
    reads.targetOfOne('record', 'postDailyProduction', record, expectedVersion),
  decide: (_given, { type, row, place }, { now }) => {
    const errors = [...stateErrors(row, place, now), ...takenByAccounting('record', row)];
    if (errors.length > 0) return invalid(...errors);
    return { changes: [change(type, row, place, 'POSTED', { posted_date: now.toISOString() })] };
  },
});

function stateErrors({ active_ind, row_quality, production_date: day }: Row, { zone }: Place, now: Date): UserError[] {
  const say = (message: string) => [userError('record', 'NOT_ALLOWED_NOW', message)];
  if (active_ind !== 'Y') return say('another amendment has taken its place');
  if (row_quality === 'REJECTED') return say('who reviewed it rejected it; it is amended first');
  return String(day) < dayAt(zone ?? FURTHEST_WEST, now) ? [] : say('the day is not over where the unit is');
}
