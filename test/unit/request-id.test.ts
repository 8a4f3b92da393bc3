import { expect, test } from 'vitest';
import { requestIdOf } from '../../src/server/request-id.js';

const idFor = (given?: unknown) => requestIdOf({ headers: { 'x-request-id': given } });

test.each(['a', 'Job_7.part-2', 'x'.repeat(64)])('a caller names its request: %s', (given) =>
  expect(idFor(given)).toBe(given),
);

test.each([undefined, '', 'two words', 'line\nbreak', '"quoted"', '<script>', 'é', 'x'.repeat(65), ['a', 'b']])(
  'what is no plain word is replaced: %j',
  (given) => {
    expect(idFor(given)).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(idFor(given)).not.toBe(idFor(given));
  },
);
