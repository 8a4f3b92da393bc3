import type { Row } from '../sources/row-source.js';

const instant = (value: unknown) => (typeof value === 'string' ? new Date(value) : null);

/**
 * From when until when a limit held. One that was relieved before it began never held: it ends where it begins. Older records
 * kept their time then; those end before their begin, at the moment at which they were relieved.
 */
export function timeOfLimit({ effective_from, effective_to, status, row_changed_date }: Row) {
  const [end, changed] = [instant(effective_to), instant(row_changed_date)];
  const isSooner = status === 'RELIEVED' && changed !== null && (end === null || changed < end);
  return { from: new Date(String(effective_from)), to: isSooner ? changed : end };
}

/** Whether there is any time at which it held, or will. */
export function everHeld(limit: Row): boolean {
  const { from, to } = timeOfLimit(limit);
  return to === null || to > from;
}
