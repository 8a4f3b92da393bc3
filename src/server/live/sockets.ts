import { type GraphQLFormattedError, type GraphQLSchema, parse } from 'graphql';
import { type Context, handleProtocols, makeServer, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Credentials } from '../../auth/identities.js';
import { Forbidden, LimitExceeded, RateLimited, Unauthenticated } from '../../errors.js';
import { isFault } from '../masking.js';
import type { Payload } from '../payload.js';
import { credentialsOf, type IdentifyOptions, type Origin, whoAsks } from '../identify.js';
import { checkOrigin } from './origins.js';
import type { LiveOperations, Visitor } from './operations.js';
import { formatted, Refusals, refusalsIn } from './refusals.js';
import { serve } from './socket.js';
import type { Upgrade } from './upgrades.js';
import type { Visits } from './visits.js';

export interface SocketOptions {
  readonly schema: GraphQLSchema;
  readonly identity: IdentifyOptions;
  readonly operations: LiveOperations;
  readonly visits: Visits;
  readonly origins: readonly string[];
  readonly sockets: number;
  readonly operationsOfOne: number;
  readonly messageBytes: number;
  readonly log: Pick<Logger, 'error'>;
}

interface Extra {
  readonly socket: WebSocket;
  readonly origin: Origin;
  /** As headers of the request to upgrade: what `connection_init` says goes before. */
  readonly given: Credentials;
  visitor?: Visitor;
  leave?: () => void;
}
type Connection = Context<Record<string, unknown>, Extra>;

/** Whatever is wrong with an identity, and when it ends: one code. Clients that have a new token come back with it. */
const REFUSED = 4403;
const TRY_LATER = 1013;
const GOING_AWAY = 1001;
const LAST_WORDS_MS = 1_000;
const PLACE = parse('{ __typename }');

/** GraphQL over WebSocket, by the protocol graphql-transport-ws. */
export class Sockets {
  readonly #sockets: WebSocketServer;
  readonly #server: Server<Extra>;

  constructor(readonly options: SocketOptions) {
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.messageBytes,
      handleProtocols,
      autoPong: false, // socket.ts does
      perMessageDeflate: false, // a small message may not become a large one
    });
    this.#server = makeServer<Record<string, unknown>, Extra>({
      schema: options.schema,
      onConnect: (connection) => this.#connect(connection),
      onSubscribe: (connection, _id, payload) => this.#subscribe(connection, payload),
      execute: ({ contextValue }) => contextValue as never,
      onNext: (_connection, _id, _payload, _args, result) => result as never,
      onError: (_connection, _id, _payload, [error]) => refusalsIn(error),
      onClose: ({ extra }) => extra.leave?.(),
    });
  }

  /** @throws Forbidden for a page of another origin; RateLimited where too many sockets are open */
  accept({ request, socket, head }: Upgrade): void {
    const { origins, sockets, log } = this.options;
    checkOrigin(request, origins);
    if (this.#sockets.clients.size >= sockets) throw new RateLimited(`More than ${sockets} sockets`, 1);
    const origin = { id: request.id, ip: request.ip };
    const given = credentialsOf(request);
    // After the hook is through: what the library writes itself comes over the bare connection.
    setImmediate(() =>
      this.#sockets.handleUpgrade(request.raw, socket, head, (open) =>
        serve(this.#server, open, { socket: open, origin, given }, log),
      ),
    );
  }

  /** Says goodbye to all; who does not answer is cut off. */
  close(): void {
    for (const socket of this.#sockets.clients) {
      socket.close(GOING_AWAY, 'Going away');
      setTimeout(() => socket.terminate(), LAST_WORDS_MS).unref();
    }
    this.#sockets.close();
  }

  async #connect({ extra, connectionParams = {} }: Connection): Promise<boolean> {
    const { identity, visits } = this.options;
    try {
      const viewer = await whoAsks(credentialsIn(connectionParams, extra.given), extra.origin, identity);
      (await identity.admission.admit(viewer, extra.origin.ip))();
      const leave = visits.enter(viewer, extra.origin.ip, () => extra.socket.close(REFUSED, 'Forbidden'));
      extra.leave = leave;
      if (extra.socket.readyState !== extra.socket.OPEN) leave();
      extra.visitor = { viewer, address: extra.origin.ip };
      return true;
    } catch (error) {
      if (isFault(error)) this.options.log.error({ requestId: extra.origin.id, err: error }, 'fault');
      const isRefused = error instanceof Unauthenticated || error instanceof Forbidden;
      extra.socket.close(isRefused ? REFUSED : TRY_LATER, isRefused ? 'Forbidden' : 'Try again later');
      return false;
    }
  }

  #subscribe({ extra, subscriptions }: Connection, payload: Payload) {
    const { operationsOfOne, schema, operations } = this.options;
    if (!extra.visitor) throw new Error('An operation came this far and nobody knows who asks');
    if (Object.keys(subscriptions).length > operationsOfOne)
      return [new Refusals([formatted(tooMany(operationsOfOne))])];
    // The library takes a document; what is asked is read by the pipeline that all transports share.
    return { schema, document: PLACE, contextValue: operations.answers(payload, extra.visitor, refuse) };
  }
}

const tooMany = (limit: number) =>
  new LimitExceeded(`A socket has at most ${limit} operations at a time`, { limit, what: 'operations' });

/** The protocol has a message of its own for what was refused whole; the library sends it where an error is thrown. */
function refuse(errors: readonly GraphQLFormattedError[]): never {
  throw new Refusals(errors);
}

/** What `connection_init` says goes before the headers: a page cannot set those. */
function credentialsIn(params: Record<string, unknown>, headers: Credentials): Credentials {
  const word = (name: string) => {
    const value = params[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw new Unauthenticated(`${name} is malformed`);
    return value;
  };
  const authorization = word('authorization') ?? headers.authorization;
  return { ...headers, authorization, apiKey: word('x-api-key') ?? headers.apiKey };
}
