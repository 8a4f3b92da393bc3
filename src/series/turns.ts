import { setImmediate } from 'node:timers/promises';

/**
 * Makes one thing after another, each in a turn of the event loop of its own: a large answer is put together piece by
 * piece, and other requests are served in between. Only for what leads to no further read: reads that are to be one
 * statement have to be asked for in the same turn.
 */
export function turns(): <Made>(make: () => Made) => Promise<Made> {
  let turn: Promise<unknown> = Promise.resolve();
  return (make) => {
    turn = turn.then(() => setImmediate());
    return turn.then(make);
  };
}
