import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { askForToken } from '../../src/auth/ask-for-token.js';
import { runCommand } from '../../src/command-line.js';
import { migrate } from '../../src/database/migrate.js';
import { type Acknowledged, insist, type Submit } from './clients.js';
import { Copy } from './gateways.js';

// Two copies of the gateway over one PostgreSQL; clients that send at least once; copies killed and the database restarted
// in the middle of it. Every id has to lead to one record, and every record to its events.
//   npm run test:faults -- [submits] [kills] [restarts]

const [submits = 10_000, kills = 20, restarts = 3] = process.argv.slice(2).map(Number);
const CLIENTS = 64;
const TWICE = 0.3;
const DATABASE_PORT = Number(process.env.TEST_POSTGRES_PORT ?? 15_432);

const server = (...args: string[]) =>
  execFileSync('scripts/test-postgres.sh', args, {
    env: { ...process.env, TEST_POSTGRES_PORT: String(DATABASE_PORT) },
  });

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
    const faults = inTheMiddle(copies, () => done, all.length);
    const answers = new Map<string, Acknowledged[]>();
    const waiting = all.values();
    const client = async () => {
      for (const submit of waiting) {
        const answer = await insist(urls, token, submit);
        answers.set(submit.clientRequestId, [...(answers.get(submit.clientRequestId) ?? []), answer]);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    const seconds = (performance.now() - started) / 1_000;
    await faults;
    await report(url, answers, all.length / seconds, copies);
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
async function inTheMiddle(copies: readonly Copy[], done: () => number, total: number): Promise<void> {
  const what = [...Array<'kill'>(kills).fill('kill'), ...Array<'restart'>(restarts).fill('restart')];
  const mixed = what.map((each) => ({ each, at: Math.random() })).sort((a, b) => a.at - b.at);
  for (const [index, { each }] of mixed.entries()) {
    while (done() < ((index + 1) * total) / (mixed.length + 1)) await setTimeout(5);
    if (each === 'kill') copies[index % copies.length]?.kill();
    else server('restart');
  }
}

async function report(url: string, answers: Map<string, Acknowledged[]>, rate: number, copies: readonly Copy[]) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string; row_id: string; events: string }>(
    `select client_request_id as id, min(row_id::text) as row_id, count(*) as events from ops.event
     where entity = 'downtime_event' group by client_request_id`,
  );
  await client.end();
  const stored = new Map(rows.map((row) => [row.id, row]));
  const lost = [...answers].filter(([id, told]) => told.some(({ rowId }) => stored.get(id)?.row_id !== rowId)).length;
  const doubled = rows.filter(({ events }) => events !== '1').length;
  const times = [...answers.values()]
    .flat()
    .map(({ milliseconds }) => milliseconds)
    .sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
  console.log({
    submits: times.length,
    ids: answers.size,
    records: rows.length,
    lost,
    doubled,
    perSecond: Math.round(rate),
    p50: at(0.5),
    p99: at(0.99),
    worst: Math.round(times.at(-1) ?? 0),
    triedAgain: [...answers.values()].flat().filter(({ tries }) => tries > 1).length,
    starts: copies.map(({ starts }) => starts),
  });
  console.log(
    await runCommand('ops:verify', [], {
      HOST: '127.0.0.1',
      PORT: 0,
      config: () => ({ POSTGRES_URL: url }),
    }),
  );
  if (lost + doubled > 0 || rows.length !== answers.size) throw new Error('records were lost or doubled');
}

await main();
