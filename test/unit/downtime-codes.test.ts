import { expect, test } from 'vitest';
import { codesOf, type SeenCode } from '../../src/production/downtime-codes.js';

const reason = (code: string, level: number, more: object = {}) => ({
  code,
  level,
  long_name: `${code} in full`,
  short_name: null,
  abbreviation: null,
  ...more,
});
const seen = (text: string, level: number, downtimes = 1, lastSeenOn: string | null = '2025-01-01'): SeenCode => ({
  text,
  level,
  downtimes,
  lastSeenOn,
});
const lift = reason('LIFT', 1, { long_name: 'Artificial lift', abbreviation: 'LFT' });
const linesOf = (codes: ReturnType<typeof codesOf>) =>
  codes.map(({ code, level, origin, downtimes }) => `${level} ${code} ${origin} ${downtimes}`);

test.each([
  ['a reason that ProdView does not have', [lift], [], ['1 LIFT CATALOGUE 0']],
  ['its code', [lift], [seen('lift', 1, 3)], ['1 LIFT CATALOGUE 3']],
  ['its name and its abbreviation', [lift], [seen('Artificial-Lift', 1, 2), seen('LFT', 1, 3)], ['1 LIFT CATALOGUE 5']],
  ['its code on another level', [lift], [seen('Lift', 2)], ['1 LIFT CATALOGUE 0', '2 Lift PRODVIEW_UNMAPPED 1']],
  [
    'a text that nobody knows',
    [lift],
    [seen('Gremlins', 1, 4)],
    ['1 Gremlins PRODVIEW_UNMAPPED 4', '1 LIFT CATALOGUE 0'],
  ],
  [
    'a text that nobody knows, written in two ways',
    [],
    [seen('Shut In', 1), seen('SHUT_IN', 1)],
    ['1 Shut In PRODVIEW_UNMAPPED 2'],
  ],
  ['a text without letters', [lift], [seen(' - ', 1)], ['1 LIFT CATALOGUE 0']],
  [
    'a code that another reason is called',
    [reason('A', 1, { long_name: 'B' }), reason('B', 1)],
    [seen('b', 1)],
    ['1 A CATALOGUE 0', '1 B CATALOGUE 1'],
  ],
])('%s', (_, reasons, texts, expected) => {
  expect(linesOf(codesOf(reasons, texts))).toEqual(expected);
});

test('says which texts, and when last', () => {
  const texts = [seen('LFT', 1, 1, null), seen('Lift', 1, 1, '2025-03-01'), seen('LIFT', 1, 1, '2025-02-01')];
  expect(codesOf([lift], texts)).toEqual([
    {
      code: 'LIFT',
      level: 1,
      origin: 'CATALOGUE',
      prodviewTexts: ['LFT', 'LIFT', 'Lift'],
      downtimes: 3,
      lastSeenOn: '2025-03-01',
      reason: lift,
    },
  ]);
});
