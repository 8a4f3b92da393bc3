import pg from 'pg';
import { runCommand } from '../../src/command-line.js';
import type { Acknowledged } from './clients.js';
import type { Copy } from './gateways.js';

interface Rates {
  readonly overall: number;
  /** While both copies and the database were up, and for how long they were. */
  readonly perSecond: number;
  readonly seconds: number;
}

/** What became of all of it. @throws Error where records were lost or doubled, or are not what their events say */
export async function report(url: string, answers: Map<string, Acknowledged[]>, rates: Rates, copies: readonly Copy[]) {
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
    perSecond: Math.round(rates.overall),
    perSecondWhileAllWereUp: Math.round(rates.perSecond),
    secondsWhileAllWereUp: Math.round(rates.seconds),
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
