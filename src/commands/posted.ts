import type { Row } from '../sources/row-source.js';
import { type UserError, userError } from './outcome.js';

/** What accounting took is closed for changes, as a locked period is. */
export function takenByAccounting(path: string, { posted_date: at }: Row): UserError[] {
  if (typeof at !== 'string') return [];
  return [userError(path, 'PERIOD_LOCKED', `accounting took the day on ${at.slice(0, 10)}: it is closed for changes`)];
}

/** What a second report of a day is told. */
export const reportedAlready = (recorded: Row): UserError =>
  takenByAccounting('productionDate', recorded)[0] ??
  userError('productionDate', 'ALREADY_EXISTS', 'the day is reported already; amend it');
