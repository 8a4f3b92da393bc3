import type { Attacker } from './attacked.js';
import { rawSocket } from './live.js';

/** What became of one operation: an answer, or a socket that was closed instead. */
export interface Told {
  readonly status: number;
  readonly closed?: number;
  readonly data: any;
  readonly errors?: any;
}

/** Sends a body as it is, whatever it is, by one transport. */
export type Transport = (attacker: Attacker, body: string) => Promise<Told>;

const JSON_TYPE = { 'content-type': 'application/json' };

export const overHttp: Transport = async ({ gateway, headers }, body) => {
  const sent = { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body };
  const answer = await fetch(`${gateway.url}/graphql`, sent);
  return { status: answer.status, data: undefined, ...((await answer.json()) as object) };
};

/** The first event of a stream, or what was answered in place of one. */
const overStream: Transport = async ({ gateway, headers }, body) => {
  const sent = { method: 'POST', headers: { ...JSON_TYPE, accept: 'text/event-stream', ...headers }, body };
  const answer = await fetch(`${gateway.url}/graphql/stream`, sent);
  const text = await answer.text();
  const [, data] = /event: next\ndata: (.*)\n/.exec(text) ?? [];
  return { status: answer.status, data: undefined, ...(JSON.parse(data ?? text) as object) };
};

/** The first message about the operation, on a socket of its own. */
const overSocket: Transport = async ({ gateway, headers }, body) => {
  const { socket, send, until, closed } = await rawSocket(gateway.url, { headers });
  try {
    send({ type: 'connection_init' });
    await until(({ type }) => type === 'connection_ack');
    send(`{"id":"1","type":"subscribe","payload":${body || 'null'}}`);
    const end = await Promise.race([until(({ id }) => id === '1'), closed]);
    if ('code' in end) return { status: 0, data: undefined, closed: end.code };
    return end.type === 'error'
      ? { status: 200, data: undefined, errors: end.payload }
      : { status: 200, ...end.payload };
  } finally {
    socket.terminate();
    await closed;
  }
};

/** The transports beside plain requests. */
export const LIVE: readonly (readonly [name: string, transport: Transport])[] = [
  ['WebSocket', overSocket],
  ['server-sent events', overStream],
];
