import type { EventStore } from '../events/event-store.js';

/**
 * What time it is, for all that an answer says of now: by the clock of the operations' database, so that it does not matter
 * which copy of the gateway is asked; by this machine's where no such database answers.
 */
export const momentBy = (events: (() => Promise<EventStore>) | undefined) => async (): Promise<Date> => {
  const told = await events?.()
    .then(({ clock }) => clock.now())
    .catch(() => undefined);
  return told ?? new Date();
};
