import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { askForToken } from '../../src/auth/ask-for-token.js';
import { migrate } from '../../src/database/migrate.js';
import { type Acknowledged, insist, type Submit } from './clients.js';
import { Copy } from './gateways.js';
import { report } from './report.js';
import { rateBetween, type Span } from './spans.js';

// Two copies of the gateway over one PostgreSQL; clients that send at least once; copies killed and the database restarted
// in the middle of it. Every id has to lead to one record, and every record to its events.
//   npm run test:faults -- [submits] [kills] [restarts]

const [submits = 10_000, kills = 20, restarts = 3] = process.argv.slice(2).map(Number);
const CLIENTS = 64;
const TWICE = 0.3;
const DATABASE_PORT = Number(process.env.TEST_POSTGRES_PORT ?? 15_432);

const SCRIPT = 'scripts/test-postgres.sh';
const env = { ...process.env, TEST_POSTGRES_PORT: String(DATABASE_PORT) };
const server = (word: 'start' | 'stop') => execFileSync(SCRIPT, [word], { env });
/** While the clients go on asking. */
const restart = () => promisify(execFile)(SCRIPT, ['restart'], { env });

async function main(): Promise<void> {
  const url = server('start').toString().trim();
  try {
    await migrated(url);
    await measured(url);
  } finally {
    server('stop');
  }
}

async function migrated(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await migrate(client);
  await client.end();
}

async function measured(url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  const env = { POSTGRES_URL: url, DATA_DIR: folder, RATE_PER_MINUTE: '0', CONCURRENT_REQUESTS: '0' };
  const copies = [14_711, 14_712].map((port) => new Copy(port, env));
  try {
    for (const copy of copies) await copy.start();
    const urls = copies.map((copy) => copy.url);
    const token = await askForToken(urls[0] ?? '', 'leaseOperator');
    const all = await submitsOf(urls[0] ?? '', token);
    const started = performance.now();
    let done = 0;
    const restarted: Span[] = [];
    const finished: number[] = [];
    const faults = inTheMiddle(copies, restarted, () => done, all.length);
    const answers = new Map<string, Acknowledged[]>();
    const waiting = all.values();
    const client = async () => {
      for (const submit of waiting) {
        const answer = await insist(urls, token, submit);
        answers.set(submit.clientRequestId, [...(answers.get(submit.clientRequestId) ?? []), answer]);
        finished.push(performance.now());
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    const whole = { from: started, to: performance.now() };
    await faults;
    const outages = [...restarted, ...copies.flatMap((copy) => copy.outages)];
    const up = rateBetween(whole, outages, finished);
    await report(url, answers, { overall: (all.length * 1_000) / (whole.to - started), ...up }, copies);
  } finally {
    for (const copy of copies) await copy.stop();
  }
}

/** Minutes of downtime, one after the other; some are sent twice, the second somewhere near the first. */
async function submitsOf(url: string, token: string): Promise<Submit[]> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ completions(first: 50) { nodes { id } } }' }),
  });
  const { data } = (await response.json()) as { data: { completions: { nodes: { id: string }[] } } };
  const nodes = data.completions.nodes;
  const once = Array.from({ length: submits }, (_, at): Submit => {
    const clientRequestId = randomUUID();
    const from = Date.UTC(2025, 0, 10) + Math.floor(at / nodes.length) * 60_000;
    const [startedAt, endedAt] = [new Date(from).toISOString(), new Date(from + 59_000).toISOString()];
    const input = { clientRequestId, completion: nodes[at % nodes.length]?.id, startedAt, endedAt, force: true };
    return { clientRequestId, input };
  });
  return once.flatMap((submit) => (Math.random() < TWICE ? [submit, submit] : [submit]));
}

/** The faults, spread evenly over the work. */
async function inTheMiddle(
  copies: readonly Copy[],
  restarted: Span[],
  done: () => number,
  total: number,
): Promise<void> {
  const what = [...Array<'kill'>(kills).fill('kill'), ...Array<'restart'>(restarts).fill('restart')];
  const mixed = what.map((each) => ({ each, at: Math.random() })).sort((a, b) => a.at - b.at);
  for (const [index, { each }] of mixed.entries()) {
    while (done() < ((index + 1) * total) / (mixed.length + 1)) await setTimeout(5);
    if (each === 'kill') copies[index % copies.length]?.kill();
    else restarted.push(await timed(restart));
  }
}

async function timed(work: () => Promise<unknown>): Promise<Span> {
  const from = performance.now();
  await work();
  return { from, to: performance.now() };
}

await main();
