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
  const taken = new Map<string, string>();
  return items.map((item) => {
    const request = requestOf(item);
    const subjects = subjectsOf(item);
    const isTaken = subjects.some((subject) => (taken.get(subject) ?? request) !== request);
    for (const subject of subjects) if (!taken.has(subject)) taken.set(subject, request);
    return isTaken ? CROWDED : undefined;
  });
}

/** An item that comes twice is one request, which contradicts nothing. */
const requestOf = ({ known, given }: Asked) =>
  `${known.name} ${(given as { readonly clientRequestId: string }).clientRequestId}`;

function subjectsOf({ known, given }: Asked): string[] {
  const { record } = given as { readonly record?: unknown };
  const own = known.command.oneOf?.(given as never) ?? [];
  return [...own, ...(typeof record === 'string' ? [`record ${record}`] : [])];
}
