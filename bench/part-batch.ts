import pg from 'pg';
import { dataOf } from './answers.js';
import type { Contestants } from './contestants.js';
import { GATEWAY } from './documents.js';
import type { Options } from './options.js';
import { type Ids, inputOf, nextDay } from './questions.js';
import { median, post, rounds, timed } from './rounds.js';
import type { Measured } from './table.js';

/** As many as a batch may have. */
const ITEMS = 100;
const BATCHES = 3;
const SINGLES = 200;
const BATCH = `mutation ($items: [OpsWriteInput!]!, $mode: BatchMode!) {
  submitBatch(batchId: "bench", mode: $mode, items: $items) { results { outcome } } }`;
const INSERT = 'insert into reports (completion, production_date, oil_bbl) values ($1, $2, $3)';

/** A hundred production days as one request, each by itself and all or none, beside the same rows as plain inserts. */
export async function batch(
  contestants: Contestants,
  databaseUrl: string,
  ids: Ids,
  { warmUp, rounds: counted }: Options,
): Promise<Measured> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await printSingles(contestants, ids);
    const asks = {
      gateway: () => submitted('PER_ITEM', contestants, ids),
      'all or nothing': () => submitted('ALL_OR_NOTHING', contestants, ids),
      'plain inserts': () => inserted(client, ids),
    };
    const times = await rounds(asks, { warmUp, counted, requests: BATCHES });
    for (const [name, values] of Object.entries(times))
      console.log(`  ${name.padEnd(22)}${Math.round((ITEMS * 1_000) / median(values))} rows a second`);
    return { part: 'batch', title: `batch: ${ITEMS} production days in one request`, times };
  } finally {
    await client.end();
  }
}

/** @throws Error where an item was not written */
async function submitted(mode: 'PER_ITEM' | 'ALL_OR_NOTHING', { running, apiKey }: Contestants, ids: Ids) {
  const items = Array.from({ length: ITEMS }, () => {
    const { input } = inputOf(nextDay('gateway', ids.graph)) as { input: object };
    return { recordDailyProduction: input };
  });
  const body = await post(running.gateway.url, { query: BATCH, variables: { items, mode } }, apiKey);
  const { submitBatch } = dataOf('the batch', body) as { submitBatch?: { results: { outcome: string }[] } };
  const odd = submitBatch?.results.find(({ outcome }) => outcome !== 'CREATED');
  if (!submitBatch || odd) throw new Error(`An item of the batch is ${JSON.stringify(odd)}`);
}

/** One prepared insert a row on one connection, one after the other, in one transaction. */
async function inserted(client: pg.Client, ids: Ids): Promise<void> {
  await client.query('begin');
  for (let at = 0; at < ITEMS; at++) {
    const { completion, day, oil } = nextDay('sql', ids.own);
    await client.query({ name: 'insert', text: INSERT, values: [completion, day, oil] });
  }
  await client.query('commit');
}

/** The same rows one mutation each: what an operator waits for. */
async function printSingles({ running, apiKey }: Contestants, ids: Ids): Promise<void> {
  const times: number[] = [];
  for (let at = -20; at < SINGLES; at++) {
    const variables = inputOf(nextDay('gateway', ids.graph));
    const ask = () => post(running.gateway.url, { query: GATEWAY.mutation, variables }, apiKey);
    const milliseconds = await timed(ask);
    if (at >= 0) times.push(milliseconds);
  }
  const sorted = times.sort((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);
  console.log(`\n  one production day a mutation: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}
