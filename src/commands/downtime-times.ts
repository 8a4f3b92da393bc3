import { dayAt } from '../days/local-day.js';
import { type UserError, userError } from './outcome.js';
import type { Place } from './place.js';

/** A client's clock may be this much ahead. */
const SKEW_MS = 5 * 60_000;

/** Whether something can have happened at a moment: it is past, and its local day is not closed. */
export function momentErrors(path: string, at: string, place: Place, now: Date): UserError[] {
  const moment = new Date(at);
  const errors: UserError[] = [];
  if (moment.getTime() > now.getTime() + SKEW_MS) errors.push(userError(path, 'IN_THE_FUTURE', 'lies in the future'));
  const day = dayAt(place.zone ?? 'UTC', moment);
  if (place.lockedUntil && day <= place.lockedUntil)
    errors.push(userError(path, 'PERIOD_LOCKED', `every day up to ${place.lockedUntil} is closed for changes`));
  return errors;
}

export function orderErrors(path: string, from: string, to: string | null | undefined): UserError[] {
  const isOrdered = !to || Date.parse(to) > Date.parse(from);
  return isOrdered ? [] : [userError(path, 'INCONSISTENT', 'does not lie after the start')];
}
