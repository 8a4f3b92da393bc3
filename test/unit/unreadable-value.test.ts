import { expect, test } from 'vitest';
import { SeenSources } from '../../src/server/seen-sources.js';
import { masked } from '../../src/sources/postgres/masked.js';

const failed = (code: string) => masked(Object.assign(new Error('of the driver'), { code }), 'OPS', 1_000);
const isAwayAfter = (code: string) => {
  const seen = new SeenSources();
  seen.failed('OPS', failed(code));
  return seen.isAway('OPS');
};

test.each(['22003', '22007', '22008', '22009', '22P02'])(
  'a value that PostgreSQL cannot read is whoever’s it was, and the store is not away: %s',
  (code) => {
    expect(failed(code)).toMatchObject({ code: 'BAD_USER_INPUT', details: { source: 'OPS' } });
    expect(failed(code).message).not.toContain('of the driver');
    expect(isAwayAfter(code)).toBe(false);
  },
);

test('a store that does not answer is away', () => {
  expect(failed('08006').code).toBe('SOURCE_UNAVAILABLE');
  expect(isAwayAfter('08006')).toBe(true);
});
