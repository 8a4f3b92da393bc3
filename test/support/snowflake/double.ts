import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { CHECK } from '../../../src/sources/snowflake/check-account.js';
import { Changes } from './changes.js';
import { type Fault, Faults, type Place } from './faults.js';
import { type DoubleAccount, Sessions } from './sessions.js';
import { type Statement, Statements } from './statements.js';
import { isDescription } from './described.js';
import { ServerError, type Warehouse } from './warehouse.js';

export interface DoubleOptions {
  readonly account: DoubleAccount;
  readonly warehouse: Warehouse;
  /** How long an answer is waited for before the client is told where to ask again. */
  readonly pollMs?: number;
  /** Rows of the first part of a result and of each chunk. */
  readonly chunkRows?: number;
}

/** How often each address was asked. */
type Counts = Record<Place | 'heartbeat' | 'telemetry' | 'check' | 'changes' | 'described' | 'close', number>;

const PLACES: readonly (readonly [RegExp, keyof Counts])[] = [
  [/^\/session\/v1\/login-request$/, 'login'],
  [/^\/queries\/v1\/query-request$/, 'query'],
  [/^\/queries\/(v1|[\w-]+)\/abort-request$/, 'abort'],
  [/^\/queries\/[\w-]+\/result$/, 'result'],
  [/^\/chunks\/[\w-]+$/, 'chunk'],
  [/^\/session\/token-request$/, 'renewal'],
  [/^\/session\/heartbeat$/, 'heartbeat'],
  [/^\/telemetry\/send$/, 'telemetry'],
  [/^\/session$/, 'close'],
];

const IN_PROGRESS = '333333';

/** As much of Snowflake's wire protocol as its driver uses, on loopback, with DuckDB behind it. */
export class SnowflakeDouble {
  readonly faults = new Faults();
  readonly sessions: Sessions;
  readonly statements: Statements;
  readonly changes = new Changes();
  readonly counts = Object.fromEntries([
    ...PLACES.map(([, place]) => [place, 0]),
    ['check', 0],
    ['changes', 0],
    ['described', 0],
  ]) as Counts;
  readonly #server: Server;

  private constructor(readonly options: DoubleOptions) {
    this.sessions = new Sessions(options.account);
    this.statements = new Statements(options.warehouse);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error) => response.destroy(error));
    });
  }

  static async start(options: DoubleOptions): Promise<SnowflakeDouble> {
    const double = new SnowflakeDouble(options);
    await new Promise<void>((resolve) => double.#server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.options.warehouse.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const place = PLACES.find(([path]) => path.test(url.pathname))?.[1];
    const body = await bodyOf(request);
    if (!place) throw new Error(`The double does not know ${url.pathname}`);
    this.counts[place] += 1;
    const fault = this.faults.at(place as Place);
    if (fault !== undefined && (await goneWrong(fault, response))) return;
    if (place === 'chunk') return this.#sendChunk(url, response, fault);
    const answer = await this.#answer(place, url, body, request.headers.authorization, fault).catch(failed);
    if (fault === 'cut') return cut(response, JSON.stringify(answer));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }

  async #answer(place: keyof Counts, url: URL, body: any, token: string | undefined, fault?: Fault): Promise<object> {
    if (typeof fault === 'object') throw new ServerError(fault.code, 'injected');
    const id = url.pathname.split('/')[2] ?? '';
    if (place === 'login') return succeeded(this.sessions.open(body.data, url.searchParams));
    if (place === 'renewal') return succeeded(this.sessions.renew(token));
    if (place === 'telemetry') return succeeded(null);
    if (place === 'close') return succeeded(this.sessions.close(token) ?? null);
    const { got } = this.sessions.of(token);
    if (place === 'heartbeat') return succeeded(null);
    if (place === 'abort') return succeeded(this.statements.cancel(body?.requestId ?? id) ?? null);
    if (place === 'result') return this.#waitFor(this.statements.find(id));
    if (this.changes.isAsked(body.sqlText)) {
      this.counts.changes += 1;
      return succeeded(await this.statements.dataOf(this.changes.answer(body.sqlText), 'changes', this.url, 1));
    }
    if (isDescription(body.sqlText)) {
      this.counts.described += 1;
      const answer = await this.options.warehouse.describe(body.sqlText);
      return succeeded(await this.statements.dataOf(answer, 'described', this.url, 100_000));
    }
    if (body.sqlText !== CHECK) return this.#waitFor(this.#start(url, body));
    this.counts.check += 1;
    return succeeded(checkOf(got));
  }

  #start(url: URL, body: any): Statement {
    return this.statements.start(url.searchParams.get('requestId') ?? '', body, this.faults.latencyMs);
  }

  async #waitFor(statement: Statement | undefined): Promise<object> {
    if (!statement) throw new ServerError('000709', 'Statement not found');
    const { pollMs = 45_000, chunkRows = 1_000 } = this.options;
    const waiting = new AbortController();
    const answer = await Promise.race([statement.answer, pause(pollMs, undefined, waiting)]).finally(() =>
      waiting.abort(),
    );
    if (answer) return succeeded(await this.statements.dataOf(answer, statement.id, this.url, chunkRows));
    const data = { queryId: statement.id, getResultUrl: `/queries/${statement.id}/result` };
    return { success: true, code: IN_PROGRESS, message: 'Query execution in progress.', data };
  }

  async #sendChunk(url: URL, response: ServerResponse, fault?: Fault): Promise<void> {
    const text = await this.statements.chunks.get(url.pathname.split('/')[2] ?? '')?.();
    if (fault === 'cut') {
      cut(response, text ?? '');
      return;
    }
    response.writeHead(text === undefined ? 404 : 200, {
      'content-encoding': 'gzip',
      'content-type': 'binary/octet-stream',
    });
    response.end(await packed(text ?? '', { level: 1 }));
  }
}

const packed = promisify(gzip);
const succeeded = (data: unknown) => ({ success: true, code: null, message: null, data });

function failed(error: unknown): object {
  if (!(error instanceof ServerError)) throw error;
  return { success: false, code: error.code, message: error.message, data: { sqlState: '42000', queryId: null } };
}

async function bodyOf(request: IncomingMessage): Promise<any> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const bytes = Buffer.concat(parts);
  if (bytes.length === 0) return undefined;
  return JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString());
}

/** Whether a fault took the place of the answer. */
async function goneWrong(fault: Fault, response: ServerResponse): Promise<boolean> {
  if (fault === 'hang') return true;
  if (fault === 'reset') response.socket?.resetAndDestroy();
  else if (fault === 'page') response.setHeader('content-type', 'text/html').end('<html>Sign in to the network</html>');
  else if (typeof fault === 'number') response.writeHead(fault, { 'content-type': 'text/plain' }).end('busy');
  else return false;
  return true;
}

/** Half of the answer, then a closed socket. */
function cut(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
  response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
}

function checkOf(got: readonly (string | null)[]): object {
  const names = ['WAREHOUSE', 'DATABASE', 'SCHEMA'];
  const rowtype = names.map((name) => ({ name, type: 'text', nullable: true, scale: null, precision: null }));
  return { queryId: 'check', rowtype, rowset: [got], returned: 1, total: 1, version: 1, parameters: [] };
}
