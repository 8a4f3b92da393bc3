import { expect, test } from 'vitest';
import { SourceSchema, SourceUnavailable } from '../../src/errors.js';
import { type Changes, Tokens } from '../../src/sources/cache/tokens.js';

const VIEWS = ['a', 'b', 'c'];
const lacking = () => Promise.reject(new SourceSchema('PRODVIEW', 'not granted'));

function some(changes: Changes) {
  const clock = { now: 1_000_000 };
  const tokens = new Tokens(changes, VIEWS, { toldMs: 10, otherMs: 100, now: () => clock.now });
  return { clock, tokens };
}
/** Writes down what it is asked. */
function teller(answer: (view: string) => Promise<string | null>) {
  const asked: string[] = [];
  const tell = (views: readonly string[]) => {
    asked.push(views.join(' '));
    return Promise.all(views.map(answer));
  };
  return { asked, tell };
}

test('the store is asked once for all views, and its word holds for a while', async () => {
  const { asked, tell } = teller(async (view) => `${view}1`);
  const { tokens, clock } = some({ told: tell });
  const first = await Promise.all([tokens.of(['a']), tokens.of(['b', 'c'])]);
  expect(first.map((each) => each?.token)).toEqual(['told a1 0', 'told b1 0 told c1 0']);
  clock.now += 9;
  await tokens.of(['a', 'b']);
  expect(asked).toEqual(['a b c']);
  clock.now += 1;
  await tokens.of(['a']);
  expect(asked).toHaveLength(2);
  expect(tokens.forms).toEqual({ told: 3 });
});

test('a view whose change the role may not ask for is told by its newest row, or by time; the others by the store', async () => {
  const told = teller((view) => (view === 'a' ? Promise.resolve('1') : lacking()));
  const newest = teller(async (view) => (view === 'b' ? '2026-01-01' : null));
  const { tokens, clock } = some({ told: told.tell, newest: newest.tell });
  expect((await tokens.of(VIEWS))?.token).toBe('told 1 0 newest 2026-01-01 0 timer 10000');
  expect(tokens.forms).toEqual({ told: 1, newest: 1, timer: 1 });
  clock.now += 10;
  await tokens.of(VIEWS);
  expect(newest.asked).toEqual(['b c']); // it costs a statement over rows, so it holds for longer
  clock.now += 100;
  expect((await tokens.of(VIEWS))?.token).toBe('told 1 0 newest 2026-01-01 0 timer 10001');
  expect(newest.asked).toEqual(['b c', 'b']);
  expect(told.asked).toEqual(['a b c', 'a', 'b', 'c', 'a', 'a']);
});

test('a store that cannot be asked just now tells nothing, and is left alone for a moment', async () => {
  let isDown = false;
  const { asked, tell } = teller((view) =>
    isDown ? Promise.reject(new SourceUnavailable('PRODVIEW', 'down')) : Promise.resolve(view),
  );
  const { tokens, clock } = some({ told: tell });
  expect(await tokens.of(['a'])).toBeDefined();
  isDown = true;
  clock.now += 10;
  expect(await tokens.of(['a'])).toBeUndefined();
  expect(await tokens.of(['b'])).toBeUndefined();
  expect(asked).toHaveLength(2);
  isDown = false;
  clock.now += 5_000;
  expect((await tokens.of(['a']))?.token).toBe('told a 0');
});

test('what changes while the store answers belongs to the next time', async () => {
  const { clock, tokens } = some({
    told: async (views) => {
      clock.now += 7;
      return views.map(() => '1');
    },
  });
  expect((await tokens.of(['a']))?.asOf).toBe(1_000_000);
});

test('a view that was defined anew counts as changed a day later, though the store does not say so', async () => {
  const { clock, tokens } = some({ told: async (views) => views.map(() => '1') });
  const before = await tokens.of(['a']);
  clock.now += 86_400_000;
  expect((await tokens.of(['a']))?.token).not.toBe(before?.token);
});
