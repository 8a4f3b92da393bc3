import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cacheKey, inOrder } from '../../src/loaders/in-order.js';
import type { Key } from '../../src/sources/row-source.js';

const columns = ['unit', 'network'].map((name) => ({ name, kind: 'text' as const }));
const keys = fc.uniqueArray(fc.tuple(fc.string(), fc.constantFrom('N1', 'N2')), { selector: cacheKey });

test('each key gets its own rows, in the order of the keys; a key without rows gets none', () => {
  fc.assert(
    fc.property(keys, fc.array(fc.nat(4)), (asked, picks) => {
      const withRows = asked.slice(0, 5);
      const rows = picks.flatMap((pick, place) => {
        const key = withRows[pick];
        return key ? [{ unit: key[0], network: key[1], place }] : [];
      });
      const found = inOrder(asked, columns, rows);
      expect(found).toHaveLength(asked.length);
      for (const [index, [unit, network]] of asked.entries())
        expect(found[index]).toEqual(rows.filter((row) => row.unit === unit && row.network === network));
    }),
  );
});

test('rows that nobody asked for are left out', () => {
  expect(inOrder([['U1', 'N1']], columns, [{ unit: 'U1', network: 'N2' }])).toEqual([[]]);
});

test('keys are the same text only where they are equal', () => {
  const pair = fc.tuple(fc.string(), fc.string());
  fc.assert(
    fc.property(pair, pair, (left: Key, right: Key) => {
      expect(cacheKey(left) === cacheKey(right)).toBe(left[0] === right[0] && left[1] === right[1]);
    }),
  );
  expect(cacheKey(['a', 'bc'])).not.toBe(cacheKey(['ab', 'c']));
});
