import type { Server } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocket } from 'ws';

const PING_EVERY_MS = 12_000; // proxies cut what is silent for half a minute
export const INTERNAL = 4500;
/** Bytes that may wait for a client to read them before nothing more of it is read. */
const MOST_UNREAD = 1_048_576;

/** Ties one socket to the protocol; a socket whose client does not answer a ping is ended. */
export function serve<Extra>(server: Server<Extra>, socket: WebSocket, extra: Extra, log: Pick<Logger, 'error'>): void {
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (text) => sent(socket, text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          handle(String(data)).catch((err: unknown) => {
            log.error({ err }, 'fault');
            socket.close(INTERNAL, 'Internal error');
          });
        }),
    },
    extra,
  );
  const stop = keepAlive(socket);
  // Answered here and not by the library, which would go on answering who reads nothing.
  socket.on('ping', (data) => {
    if (socket.readyState === WebSocket.OPEN) socket.pong(data, false, () => unlessUnread(socket));
    unlessUnread(socket);
  });
  socket.on('error', () => {}); // a broken frame or a message that is too large: ws has closed it with the right code
  socket.once('close', (code, reason) => {
    stop();
    closed(code, String(reason)).catch((err: unknown) => log.error({ err }, 'fault'));
  });
}

const sent = (socket: WebSocket, text: string) =>
  new Promise<void>((resolve) => {
    // Who left hears nothing more; that is no fault.
    if (socket.readyState !== WebSocket.OPEN) return resolve();
    socket.send(text, () => {
      unlessUnread(socket);
      resolve();
    });
    unlessUnread(socket);
  });

/** Who sends and does not read, such as pings whose answers would fill the memory, is not read until it does. */
function unlessUnread(socket: WebSocket): void {
  if (socket.bufferedAmount > MOST_UNREAD) socket.pause();
  else if (socket.isPaused) socket.resume();
}

function keepAlive(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
