import { afterEach, expect, test, vi } from 'vitest';
import { DatabaseClock } from '../../src/events/database-clock.js';

afterEach(() => {
  vi.useRealTimers();
});

test('a clock is the database’s, asked once, and again behind the answers once a minute has gone by', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  let database = Date.parse('2025-01-01T00:00:00Z');
  const ask = vi.fn(async () => database);
  const clock = new DatabaseClock(ask);
  const [one, other] = await Promise.all([clock.now(), clock.now()]);
  expect([one, other]).toEqual([new Date(database), new Date(database)]);
  vi.setSystemTime('1999-01-01'); // the machine's own clock is set otherwise
  vi.advanceTimersByTime(30_000);
  expect(await clock.now()).toEqual(new Date('2025-01-01T00:00:30Z'));
  expect(ask).toHaveBeenCalledTimes(1);
  database += 90_000;
  vi.advanceTimersByTime(31_000);
  expect(await clock.now()).toEqual(new Date('2025-01-01T00:01:01Z'));
  await new Promise(setImmediate);
  expect(await clock.now()).toEqual(new Date('2025-01-01T00:01:30Z'));
  expect(ask).toHaveBeenCalledTimes(2);
});

test('a database that does not answer is asked again by the next one, and its last answer holds until then', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  let isAway = true;
  const clock = new DatabaseClock(async () => {
    if (isAway) throw new Error('away');
    return 0;
  });
  await expect(clock.now()).rejects.toThrow('away');
  isAway = false;
  expect(await clock.now()).toEqual(new Date(0));
  isAway = true;
  vi.advanceTimersByTime(120_000);
  expect(await clock.now()).toEqual(new Date(120_000));
  await new Promise(setImmediate);
  expect(await clock.now()).toEqual(new Date(120_000));
});
