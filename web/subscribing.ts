import type { FetcherParams } from '@graphiql/toolkit';
import { type ExecutionResult, getOperationAST, GraphQLError, parse } from 'graphql';
import { createClient } from 'graphql-sse';
import { fetchAs } from './acting-as.js';

const OFF = 'This gateway sends no events: LIVE is off in its settings. Queries and mutations are answered as ever.';
const OVER = 'The stream of events has ended. Execute the subscription again to follow what happens from then on.';

/** Whether what would be executed is a subscription. */
export function isSubscription({ query, operationName }: FetcherParams): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    return false; // the gateway says what is wrong with it
  }
}

/**
 * The answers of a subscription, asked as whoever is chosen when it begins. It does not begin again by itself: between two
 * streams events would be missed and nobody told.
 */
export function subscribeAs(
  { query, operationName, variables }: FetcherParams,
  headers: Record<string, string> = {},
): AsyncIterable<ExecutionResult> {
  const client = createClient({ url: '/graphql/stream', headers, fetchFn: fetchStream, retryAttempts: 0 });
  const answers = client.iterate({
    query,
    ...(operationName && { operationName }),
    ...(variables && { variables }),
  }) as AsyncIterableIterator<ExecutionResult>;
  const next = answers.next.bind(answers);
  return Object.assign(answers, { next: () => next().catch(() => ({ done: false, value: saying(OVER) })) });
}

/** A refusal becomes the only answer of a stream, in the gateway's own words. */
const fetchStream: typeof fetch = async (input, init) => {
  const response = await fetchAs(input, init);
  if (response.ok) return response;
  const answer = response.status === 404 ? saying(OFF) : await response.json().catch(() => saying(OVER));
  return new Response(`event: next\ndata: ${JSON.stringify(answer)}\n\nevent: complete\ndata:\n\n`);
};

const saying = (message: string): ExecutionResult => ({ errors: [new GraphQLError(message)] });
