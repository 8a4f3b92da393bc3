import { daysFrom } from '../days/local-day.js';
import type { Fact } from '../overlay/declaration.js';

interface Interruption extends Pick<Fact, 'values' | 'firstDay' | 'lastDay'> {
  /** Of any product, approved or not. */
  readonly hours: readonly { readonly day: string; readonly hours: number }[];
}

/** Days with any hours down; curtailment explains a shortfall as well as a stop does. */
export function daysDown({ hours, values, firstDay, lastDay }: Interruption): string[] {
  if (Number(values.curtailedHours ?? 0) > 0) return daysFrom(firstDay, lastDay);
  return hours.filter((each) => each.hours > 0).map(({ day }) => day);
}
