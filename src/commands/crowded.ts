import { invalid, type Result, userError } from './outcome.js';
import type { Asked } from './waves.js';

/** What an item of a batch that is written as a whole is told where another before it is about the same thing. */
const CROWDED: Result = invalid(
  userError(
    '',
    'NOT_ALLOWED_NOW',
    'another item of this batch is about the same; send them PER_ITEM, or in batches one after the other',
  ),
);

/**
 * Which items of a batch that is written as a whole have one before them that they could contradict: two steps of one record,
 * or two records of which each is judged by those that are there already.
 */
export function crowded(items: readonly Asked[]): (Result | undefined)[] {
  const taken = new Set<string>();
  return items.map((item) => {
    const subject = subjectOf(item);
    if (subject === undefined) return undefined;
    if (taken.has(subject)) return CROWDED;
    taken.add(subject);
    return undefined;
  });
}

function subjectOf({ known, given }: Asked): string | undefined {
  const { record } = given as { readonly record?: unknown };
  if (typeof record === 'string') return `record ${record}`;
  const subject = known.command.oneOf?.(given as never);
  return subject === undefined ? undefined : `${known.name} ${subject}`;
}
