import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServer } from '../../src/database/open-database.js';
import { hasServer, OPTIONS, serverEngine, type Engine } from '../support/postgres.js';

describe.skipIf(!hasServer)('a server that stops answering', () => {
  let engine: Engine;
  let isSilent = false;
  const sockets = new Set<Socket>();
  const between = createServer((client) => {
    const { hostname, port } = new URL(engine.url ?? '');
    const server = connect(Number(port), hostname);
    for (const socket of [client, server]) sockets.add(socket.on('error', () => {}));
    client.on('close', () => server.destroy()).on('data', (chunk) => server.write(chunk));
    server.on('close', () => client.destroy()).on('data', (chunk) => isSilent || client.write(chunk));
  });
  beforeAll(async () => {
    engine = await serverEngine();
    await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    between.close();
    await engine.close();
  });

  test.each(['pool', 'connection'] as const)(
    'is given up by who asks a %s, and asked anew once it is well',
    async (who) => {
      const url = new URL(engine.url ?? '');
      url.port = String((between.address() as AddressInfo).port);
      const { pool, close } = openServer(url.href, { ...OPTIONS, connections: 1, statementTimeoutMs: 100 });
      const ask = async () => {
        if (who === 'pool') return (await pool.query('select $1::int as one', [1])).rows;
        const connection = await pool.connect();
        try {
          return (await connection.query({ text: 'select $1::int as one', values: [1] })).rows;
        } finally {
          connection.release(isSilent);
        }
      };
      isSilent = false;
      expect(await ask()).toEqual([{ one: 1 }]);
      isSilent = true;
      await expect(ask()).rejects.toThrow('Query read timeout');
      isSilent = false;
      expect(await ask()).toEqual([{ one: 1 }]);
      await close();
    },
  );
});
