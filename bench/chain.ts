import type { Moment } from '../test/support/snowflake/statements.js';

/**
 * How many statements had to wait for one another: the most that ran one after the other, each begun when the one before
 * had ended. A busy machine changes every time, and this much less.
 */
export function longestChain(log: readonly Moment[], from: number, to: number): number {
  let longest = 0;
  const running = new Map<string, number[]>();
  for (const { what, label, at } of log) {
    if (at < from || at > to) continue;
    const own = running.get(label) ?? [];
    running.set(label, own);
    if (what === 'began') own.push(longest + 1);
    else longest = Math.max(longest, own.shift() ?? 0);
  }
  return longest;
}
