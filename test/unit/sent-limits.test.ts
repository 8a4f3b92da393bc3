import { describe, expect, test } from 'vitest';
import { LimitExceeded } from '../../src/errors.js';
import { checkSent, MAX_VARIABLE_DEPTH, type Sent } from '../../src/server/request-limits.js';

const LIMITS = { maxDocumentBytes: 10, maxInputList: 3 };
function refusal(sent: Sent): LimitExceeded | undefined {
  try {
    checkSent(sent, LIMITS);
    return undefined;
  } catch (error) {
    if (error instanceof LimitExceeded) return error;
    throw error;
  }
}
const nested = (levels: number, innermost: unknown = 1) => {
  let value = innermost;
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { value };
  return value;
};

test('as much as is allowed is let through', () => {
  expect(
    refusal({ query: 'x'.repeat(10), variables: { a: [1, 2, 3], b: [[1, 2, 3], { c: [1, 2, 3] }] } }),
  ).toBeUndefined();
  expect(refusal({ variables: { a: nested(MAX_VARIABLE_DEPTH) } })).toBeUndefined();
  expect(refusal({})).toBeUndefined();
  expect(refusal({ query: 5, variables: null })).toBeUndefined();
});

describe('one more is refused with the limit and the measure', () => {
  test('of bytes, not letters', () => {
    expect(refusal({ query: 'ééééé.' })?.details).toEqual({ limit: 10, measured: 11, what: 'bytes' });
  });

  test.each<[string, unknown, string, number, number]>([
    ['a list', { a: 1, b: [1, 2, 3, 4] }, '$b', 3, 4],
    ['a list inside', { where: { or: [{ name: { in: [1, 2, 3, 4] } }] } }, '$where', 3, 4],
    ['a level', { a: nested(MAX_VARIABLE_DEPTH + 1) }, '$a', MAX_VARIABLE_DEPTH, MAX_VARIABLE_DEPTH + 1],
    ['100,000 levels', { a: nested(100_000) }, '$a', MAX_VARIABLE_DEPTH, MAX_VARIABLE_DEPTH + 1],
  ])('of %s', (_, variables, argument, limit, measured) => {
    expect(refusal({ variables })?.details).toEqual({ argument, limit, measured });
  });

  test('a name as long as a body is not said back', () => {
    expect(refusal({ variables: { ['x'.repeat(100_000)]: [1, 2, 3, 4] } })?.message.length).toBeLessThan(300);
  });
});
