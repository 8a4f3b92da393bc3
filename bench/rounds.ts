import { Agent, type RequestOptions, request } from 'node:http';

/** One connection, kept open: what is compared is answering, not connecting. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @throws Error where the answer is not 200 */
export function post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const text = JSON.stringify(body);
  const sent = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), ...headers };
  return asked(url, { method: 'POST', headers: sent }, text);
}

/** @throws Error where the answer is not 200 */
export const get = (url: string): Promise<Buffer> => asked(url, {});

function asked(url: string, options: RequestOptions, text?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = Buffer.concat(chunks);
        if (response.statusCode === 200) resolve(answer);
        else reject(new Error(`${response.statusCode}: ${answer.toString().slice(0, 500)}`));
      });
    });
    sent.on('error', reject).end(text);
  });
}

export interface RoundsOptions {
  readonly warmUp: number;
  readonly counted: number;
  readonly requests: number;
}

/**
 * The median milliseconds of one request in each counted round, by contestant. Rounds alternate, so that a slow moment
 * of the machine hits all.
 */
export async function rounds<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<unknown>>>,
  { warmUp, counted, requests }: RoundsOptions,
): Promise<Record<Name, number[]>> {
  const entries = Object.entries<() => Promise<unknown>>(contestants) as [Name, () => Promise<unknown>][];
  const results = Object.fromEntries(entries.map(([name]) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = -warmUp; round < counted; round++) {
    for (const [name, ask] of entries) {
      const times: number[] = [];
      for (let each = 0; each < requests; each++) times.push(await timed(ask));
      if (round >= 0) results[name].push(median(times));
    }
  }
  return results;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
