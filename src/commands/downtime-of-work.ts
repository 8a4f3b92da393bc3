import type { Stored } from './find.js';
import { isInForce } from './in-force.js';
import { type UserError, userError } from './outcome.js';
import type { Subject } from './subject.js';

/** Work belongs to a downtime of what it is done on: of the completion, or of one that delivers to the facility. */
export function downtimeErrors({ columns }: Subject, downtime: Stored | undefined): UserError[] {
  if (!downtime) return [];
  const say = (message: string) => [userError('downtimeEvent', 'INCONSISTENT', message)];
  const { row, place } = downtime;
  if (!isInForce(row)) return say('is not in force');
  const isOfIt = columns.completion_id
    ? row.completion_id === columns.completion_id
    : place.facility === columns.facility_id;
  return isOfIt && row.id_flownet === columns.id_flownet ? [] : say('is of something else than the work');
}
