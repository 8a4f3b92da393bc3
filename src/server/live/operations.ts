import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { Admission } from '../../auth/admission.js';
import type { Viewer } from '../../auth/viewer.js';
import { type Context, NO_WRITERS } from '../context.js';
import type { Asking } from '../request-reads.js';
import { causeOf, isFault, maskError } from '../masking.js';
import { type Payload, requestOf } from '../payload.js';
import { checkSent, type RequestLimits } from '../request-limits.js';
import { type Answer, Answers, type Given } from './answers.js';
import type { Carrier } from './subscriptions.js';

export interface Visitor {
  readonly viewer: Viewer;
  readonly address: string;
  /** The id of the request, where HTTP gave it one and counted it. */
  readonly requestId?: string;
}

export interface LiveOptions {
  readonly apollo: ApolloServer<Context>;
  readonly contextOf: (asking: Asking) => Promise<Context>;
  readonly admission: Admission;
  readonly limits: RequestLimits;
  readonly log: Pick<Logger, 'error'>;
}

/** Answers operations that come over a socket or stream, by the pipeline that HTTP's go through. */
export class LiveOperations {
  readonly #running = new Set<Promise<unknown>>();
  #stopping = false;

  constructor(readonly options: LiveOptions) {}

  /** `refuse` is called with the errors of an operation that was refused whole, where that is no answer like others. */
  answers(payload: Payload, visitor: Visitor, refuse?: (errors: readonly GraphQLFormattedError[]) => never): Answers {
    return new Answers(async (gone) => {
      const given = await this.#counted(this.#answer(payload, visitor, gone));
      if (refuse && !(Symbol.asyncIterator in given) && !('data' in given)) refuse(given.errors ?? []);
      return given;
    });
  }

  async #counted(running: Promise<Given>): Promise<Given> {
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  /** From now on nothing is begun; resolves when what was being worked out is. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled(this.#running);
  }

  async #answer(payload: Payload, visitor: Visitor, gone: AbortSignal): Promise<Given> {
    // The socket is about to be closed: clients ask again elsewhere.
    if (this.#stopping) await aborted(gone);
    const requestId = visitor.requestId ?? randomUUID();
    const over = await this.#admit(visitor).catch((error: unknown) => this.#refused(error, requestId));
    if (typeof over !== 'function') return over;
    try {
      checkSent(payload, this.options.limits);
      return await this.#execute(payload, { requestId, viewer: visitor.viewer, wantsReport: false, gone });
    } catch (error) {
      return this.#refused(error, requestId);
    } finally {
      over();
    }
  }

  async #admit({ viewer, address, requestId }: Visitor): Promise<() => void> {
    return requestId === undefined ? this.options.admission.admit(viewer, address) : () => {};
  }

  async #execute(payload: Payload, asking: Asking): Promise<Given> {
    const { contextOf, apollo } = this.options;
    const contextOfEvent = async () => ({ ...(await contextOf(asking)), writers: NO_WRITERS });
    const carrier: Carrier = { contextOfEvent };
    const contextValue = { ...(await contextOfEvent()), carrier };
    const { body } = await apollo.executeOperation(requestOf(payload), { contextValue });
    if (body.kind !== 'single') throw new Error('An answer in parts');
    return carrier.events ?? body.singleResult;
  }

  #refused(error: unknown, requestId: string): Answer {
    if (isFault(error)) this.options.log.error({ requestId, err: causeOf(error) }, 'fault');
    const masked = maskError({ message: '' }, new GraphQLError('', { originalError: error as Error }));
    return { errors: [{ ...masked, extensions: { ...masked.extensions, requestId } }] };
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
