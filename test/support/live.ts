import { once } from 'node:events';
import { type Client, createClient, type ExecutionResult } from 'graphql-ws';
import { type ClientOptions, WebSocket } from 'ws';

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** A client of graphql-ws over a real socket, and how that socket ends. */
export interface SocketClient {
  readonly client: Client;
  readonly closed: Promise<Closed>;
  /** The only answer of an operation; rejects with the errors of one that was refused whole. */
  ask(query: string, more?: object): Promise<ExecutionResult<any, any>>;
}

export const socketUrl = (url: string) => `${url.replace('http', 'ws')}/graphql`;

export function socketClient(
  url: string,
  params: Record<string, unknown> = {},
  options: ClientOptions = {},
): SocketClient {
  let tell: (closed: Closed) => void = () => {};
  const closed = new Promise<Closed>((resolve) => {
    tell = resolve;
  });
  const client = createClient({
    url: socketUrl(url),
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, options);
      }
    },
    connectionParams: params,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
    on: { closed: (event) => tell(event as Closed) },
  });
  const ask = (query: string, more: object = {}) =>
    new Promise<ExecutionResult<any, any>>((resolve, reject) => {
      let answer: ExecutionResult<any, any> = {};
      client.subscribe(
        { query, ...more },
        {
          next: (result) => {
            answer = result as ExecutionResult<any, any>;
          },
          error: reject,
          complete: () => resolve(answer),
        },
      );
    });
  return { client, closed, ask };
}

/** A socket without a client: frames as they are. */
export async function rawSocket(url: string, options: ClientOptions = {}, protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(socketUrl(url), protocol, options);
  const messages: any[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  const closed = new Promise<Closed>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await once(socket, 'open');
  const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const until = async (found: (message: any) => boolean): Promise<any> => {
    for (;;) {
      const message = messages.find(found);
      if (message) return message;
      await once(socket, 'message');
    }
  };
  return { socket, messages, closed, send, until };
}

/** The status and body of a request to upgrade that was refused. */
export function refusedUpgrade(url: string, options: ClientOptions = {}): Promise<{ status: number; body: any }> {
  const socket = new WebSocket(socketUrl(url), 'graphql-transport-ws', options);
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('it was let in')));
    socket.once('error', () => {});
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
  });
}
