import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

/** One thing that happened in the field, under its own id. */
export interface Submit {
  readonly clientRequestId: string;
  readonly input: object;
}

export interface Acknowledged {
  readonly rowId: string;
  /** From the first try to the answer, with all that went wrong between. */
  readonly milliseconds: number;
  readonly tries: number;
}

const MUTATION =
  'mutation ($input: StartDowntimeInput!) { startDowntime(input: $input) { outcome userErrors { code message } record { rowId } } }';

/** A client that sends at least once: it asks the copies in turn until it is told something. */
export async function insist(urls: readonly string[], token: string, { input }: Submit): Promise<Acknowledged> {
  const started = performance.now();
  for (let tries = 1; ; tries += 1) {
    const url = urls[(tries + Math.floor(Math.random() * urls.length)) % urls.length] ?? '';
    const answer = await ask(url, token, input).catch(() => undefined);
    const told = answer?.data?.startDowntime;
    if (told?.record) return { rowId: told.record.rowId, milliseconds: performance.now() - started, tries };
    if (told && told.userErrors.length > 0) throw new Error(`refused: ${JSON.stringify(told)}`);
    const [error] = answer?.errors ?? [];
    if (error && !error.extensions.retryable) throw new Error(`not retryable: ${JSON.stringify(error)}`);
    await setTimeout(10 + Math.random() * 40);
  }
}

interface Answer {
  readonly data?: { readonly startDowntime?: { record?: { rowId: string }; userErrors: unknown[] } | null } | null;
  readonly errors?: readonly { readonly extensions: { readonly retryable: boolean } }[];
}

/** Not `fetch`, which costs as much of the machine that is shared with the gateway as the gateway itself. */
const agent = new Agent({ keepAlive: true });

function ask(url: string, token: string, input: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/graphql`, { agent, method: 'POST', headers, timeout: 10_000 }, (response) => {
      text(response)
        .then((body) => resolve(JSON.parse(body) as Answer))
        .catch(reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in 10 seconds'))).on('error', reject);
    sent.end(JSON.stringify({ query: MUTATION, variables: { input } }));
  });
}
