import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { askForToken } from '../src/auth/ask-for-token.js';
import { dataOf } from './answers.js';
import { startDatabase } from './database.js';
import { startProcess } from './gateway-process.js';

// What a new process pays until its code is compiled: the processor time of a start, and of a submit by hundreds of submits:
//   npx tsx bench/first-submits.ts [submits]
const [submits = 3_600] = process.argv.slice(2).map(Number);
const CLIENTS = 32;
const STEP = 300;
const MUTATION =
  'mutation ($input: StartDowntimeInput!) { startDowntime(input: $input) { userErrors { code } record { rowId } } }';

const database = await startDatabase(100);
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const gateway = await startProcess([main], { RATE_PER_MINUTE: '0', POSTGRES_URL: database.url });
const spent = () => gateway.processorMs() ?? Number.NaN;
console.log(`a start: ${spent()} ms of the processor`);
const token = await askForToken(gateway.url, 'leaseOperator');
const completions = await completionsOf();
for (let at = 0; at < submits; at += STEP) {
  const [before, started] = [spent(), performance.now()];
  const waiting = Array.from({ length: STEP }, (_, each) => at + each).values();
  const client = async () => {
    for (const each of waiting) await submit(each);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const perSecond = Math.round((STEP * 1_000) / (performance.now() - started));
  console.log(`${at + STEP} submits: ${((spent() - before) / STEP).toFixed(2)} ms each, ${perSecond} a second`);
}
await gateway.stop();
database.close();

async function ask(query: string, variables = {}): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const answer = await fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return dataOf('the gateway', Buffer.from(await answer.arrayBuffer()));
}

async function completionsOf(): Promise<string[]> {
  const data = await ask('{ completions(first: 50) { nodes { id } } }');
  return (data as { completions: { nodes: { id: string }[] } }).completions.nodes.map(({ id }) => id);
}

/** A minute of downtime after the one before. @throws Error where it was not written */
async function submit(at: number): Promise<void> {
  const from = Date.UTC(2025, 0, 10) + Math.floor(at / completions.length) * 60_000;
  const [startedAt, endedAt] = [new Date(from).toISOString(), new Date(from + 59_000).toISOString()];
  const completion = completions[at % completions.length];
  const input = { clientRequestId: randomUUID(), completion, startedAt, endedAt, force: true };
  const data = (await ask(MUTATION, { input })) as { startDowntime: { record: unknown } | null };
  if (!data.startDowntime?.record) throw new Error(`Not written: ${JSON.stringify(data)}`);
}
