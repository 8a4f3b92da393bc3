import type { Row } from '../sources/row-source.js';

/**
 * The last day that a ProdView record's own lock closes. A lock with a date closes what lies before it; a lock without
 * one holds the record itself and says nothing of its days.
 */
export function dayOfLock({ is_locked, lock_date_utc }: Row): string | null {
  return is_locked === true && typeof lock_date_utc === 'string' ? lock_date_utc.slice(0, 10) : null;
}
