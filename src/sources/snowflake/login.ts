import type { Connection, ConnectionOptions } from 'snowflake-sdk';
import { type Credentials, proofOf } from './credentials.js';
import type { Schemas } from './dialect.js';
import { loadSdk } from './load-sdk.js';

/** Where the views are and who reads them. */
export interface Account extends Schemas, Credentials {
  readonly account: string;
  /** Only where the account is not reached by its own name: private links, tests. */
  readonly accessUrl?: string | undefined;
  readonly user?: string | undefined;
  readonly role?: string | undefined;
  readonly warehouse: string;
}

/** The server answers a statement that takes longer by saying where to ask again; silence beyond that is a fault. */
const SILENCE_MS = 60_000;

/** Opens a session. It is given up after `timeoutMs`, because the driver itself would wait for minutes. */
export function loginTo(account: Account, timeoutMs: number): () => Promise<Connection> {
  return async () => {
    const sdk = await loadSdk();
    const connection = sdk.createConnection({ ...optionsOf(account), ...(await proofOf(account)) });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no answer to the login within ${timeoutMs} ms`));
        connection.destroy(() => {});
      }, timeoutMs);
      connection.connect((error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve(connection);
      });
    });
  };
}

function optionsOf({ account, accessUrl, user, role, warehouse, database, schema }: Account): ConnectionOptions {
  return {
    account,
    ...(accessUrl && { accessUrl }),
    ...(user && { username: user }),
    ...(role && { role }),
    warehouse,
    database,
    schema,
    application: 'wellgraph',
    timeout: SILENCE_MS,
    sfRetryMaxLoginRetries: 0, // a login is tried again by the next read
    clientSessionKeepAlive: false,
    rowMode: 'array',
    rowStreamHighWaterMark: 2, // what waits is mostly not rows, but parts of a result with thousands of them
  };
}
