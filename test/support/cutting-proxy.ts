import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a PostgreSQL that can lose an answer. */
export interface CuttingProxy {
  readonly port: number;
  /** Answers to what makes a request stay that are to be lost: the server gets the statement, and the client no word of it. */
  lose: number;
  readonly close: () => Promise<void>;
}

/** What makes a request stay: the end of its transaction, or the one statement that it is. */
const LASTING = ['commit\0', 'with taken as ('].map((text) => Buffer.from(text));

export async function cuttingProxy(host: string, port: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(port, host);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    let isLost = false;
    client.on('data', (chunk) => {
      if (proxy.lose > 0 && LASTING.some((text) => chunk.includes(text))) {
        proxy.lose -= 1;
        isLost = true;
      }
      database.write(chunk);
    });
    database.on('data', (chunk) => (isLost ? client.destroy() : client.write(chunk)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  const proxy: CuttingProxy = { port: (server.address() as AddressInfo).port, lose: 0, close };
  return proxy;
}
