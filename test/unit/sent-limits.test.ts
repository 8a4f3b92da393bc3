import { describe, expect, test } from 'vitest';
import { LimitExceeded } from '../../src/errors.js';
import { DamagedItem } from '../../src/commands/damaged-item.js';
import { checkSent, type Sent } from '../../src/server/request-limits.js';
import { MAX_VARIABLE_DEPTH } from '../../src/server/sent-values.js';

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

describe('an item of what may be a batch is taken out with who it was, and the others stay', () => {
  const itemOf = (given: object) => ({ recordDay: { clientRequestId: 'request-1', ...given } });
  const taken = (given: object) => {
    const others = [itemOf({ remark: 'a' }), itemOf({ remark: 'b' })];
    const items: unknown[] = [others[0], itemOf(given), others[1]];
    checkSent({ variables: { items } }, LIMITS);
    expect([items[0], items[2]]).toEqual(others);
    expect(JSON.stringify(items[1])).toBe('{}');
    expect(items[1]).toBeInstanceOf(DamagedItem);
    const { command, clientRequestId, userErrors } = (items[1] as DamagedItem).damage;
    expect([command, clientRequestId]).toEqual(['recordDay', 'request-1']);
    return userErrors.map(({ path, code }) => `${path.join('.')} ${code}`);
  };

  test.each<[string, object, string]>([
    ['half of a pair', { remark: 'leak \ud83d' }, 'remark MALFORMED'],
    ['a NUL', { limits: [{ name: 'a\0' }] }, 'limits.0.name MALFORMED'],
    ['a list', { photos: [1, 2, 3, 4] }, 'photos TOO_LONG'],
    ['a level', { evidence: nested(MAX_VARIABLE_DEPTH) }, 'evidence MALFORMED'],
    ['100,000 levels', { evidence: nested(100_000) }, 'evidence MALFORMED'],
    ['a name that cannot be told', { evidence: { a: { '\ud83d': '\0' } } }, 'evidence.a MALFORMED'],
  ])('%s', (_, given, said) => expect(taken(given)).toEqual([said]));

  test.each<[string, unknown]>([
    ['that names no request', [{ recordDay: { remark: '\0' } }]],
    ['whose id itself is damaged', [itemOf({ clientRequestId: 'request\0' })]],
    ['that has no one command', [{ ...itemOf({ remark: '\0' }), other: 1 }]],
    ['that is no item', ['\0']],
    ['in no list', itemOf({ remark: '\0' })],
    ['deeper than a batch has its items', [[itemOf({ remark: '\0' })]]],
  ])('not one %s', (_, items) => {
    expect(() => checkSent({ variables: { items } }, LIMITS)).toThrow('$items: has a character');
    expect(() => checkSent({ variables: JSON.stringify({ items }) }, LIMITS)).toThrow('$items: has a character');
  });

  test('not what stands in an address', () => {
    const variables = JSON.stringify({ items: [itemOf({ remark: '\0' })] });
    expect(() => checkSent({ variables }, LIMITS)).toThrow('$items: has a character');
  });

  test('not more than a list may have', () => {
    const items = Array.from({ length: 4 }, () => itemOf({ remark: '\0' }));
    expect(refusal({ variables: { items } })?.details).toMatchObject({ argument: '$items', measured: 4 });
  });
});
