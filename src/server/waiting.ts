import { setMaxListeners } from 'node:events';
import type { FastifyReply } from 'fastify';

/** Why what was done for a client stopped: nobody waits for it. No fault of anybody's. */
export class ClientLeft extends Error {
  constructor() {
    super('the client left');
  }
}

/** A deadline, as much of it as says whether it has passed. */
export interface Deadline {
  readonly aborted: boolean;
}

/** Until when somebody waits for the answer to a request. */
export interface Waiting {
  /** Aborted when nobody does any more. */
  readonly gone: AbortSignal;
  /**
   * Lets `gone` be aborted after this time too. A signal of its own for the deadline, and one for both, would outlive the
   * request until the time is over.
   */
  readonly within: (milliseconds: number) => Deadline;
}

/** A client that waits until it has its answer or leaves. */
export function clientWaiting({ raw }: FastifyReply): Waiting {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // each statement of the request listens, and stops when it is over
  const deadline = { aborted: false };
  let timer: NodeJS.Timeout | undefined;
  raw.once('close', () => {
    clearTimeout(timer);
    if (!raw.writableFinished) controller.abort(new ClientLeft());
  });
  const late = () => {
    deadline.aborted = true;
    controller.abort(new DOMException('The request took too long', 'TimeoutError'));
  };
  return {
    gone: controller.signal,
    within: (milliseconds) => {
      timer ??= setTimeout(late, milliseconds).unref();
      return deadline;
    },
  };
}

/** The same for who waits until a signal, and does not say when it has its answer. */
export function signalWaiting(gone: AbortSignal, milliseconds: number): { signal: AbortSignal; deadline: Deadline } {
  const deadline = AbortSignal.timeout(milliseconds);
  const signal = AbortSignal.any([gone, deadline]);
  setMaxListeners(0, signal);
  return { signal, deadline };
}
