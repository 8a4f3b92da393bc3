import { checkSame } from './answers.js';
import { type Contestants, type Name, PEERS, startContestants, startKeeping } from './contestants.js';
import { batch } from './part-batch.js';
import { startDatabase } from './database.js';
import { writeData } from './data.js';
import type { Question } from './documents.js';
import type { Running } from './gateway-process.js';
import { featuresOf, tileAround, tilePath } from '../test/support/map-requests.js';
import type { Options } from './options.js';
import { type Ask, asksOf, type Ids, idsOf } from './questions.js';
import { get, rounds } from './rounds.js';
import type { Measured } from './table.js';

const UNITS = 1_000;
/** What is asked, and of how many requests a round is: the quick ones need more of them. */
const QUESTIONS: Readonly<Record<Question, readonly [title: string, requests: number]>> = {
  hierarchy: ['hierarchy: 100 units, 200 completions, 6,000 days, tanks', 10],
  small: ['small: one field of one unit', 100],
  list: ['list: 1,000 units of 10 fields', 20],
  viewport: ['viewport: 5,000 facilities', 5],
  series: ['series: 50 completions, a year', 5],
  mutation: ['mutation: a production day reported', 20],
};
export const PEER_PARTS = [...Object.keys(QUESTIONS), 'batch', 'tile', 'repeated'] as readonly string[];

/** The questions that the gateway, its peers and hand-written SQL are asked by turns, all over the same rows. */
export async function peers(
  parts: ReadonlySet<string>,
  options: Options,
  show: (measured: Measured) => void,
): Promise<void> {
  console.log(`\nWriting ${UNITS} units to a PostgreSQL and to Parquet ...`);
  const [database, folder] = [await startDatabase(UNITS), await writeData(UNITS)];
  let keeping: Running | undefined;
  try {
    const contestants = await startContestants(database, folder);
    try {
      const ids = await idsOf(contestants);
      for (const question of Object.keys(QUESTIONS) as Question[])
        if (parts.has(question)) show(await compare(question, asksOf(question, contestants, ids), options));
      if (parts.has('batch')) show(await batch(contestants, database.prodviewUrl, ids, options));
      if (parts.has('tile')) show(await tile(contestants, options));
      if (parts.has('repeated')) {
        keeping = await startKeeping(database);
        show(await repeated(contestants, keeping, ids, options));
      }
    } finally {
      await Promise.all([contestants.stop(), keeping?.stop()]);
    }
  } finally {
    database.close();
  }
}

async function compare(question: Question, asks: ReadonlyMap<Name, Ask>, options: Options): Promise<Measured> {
  const [title, requests] = QUESTIONS[question];
  const answers = new Map<Name, ReturnType<Ask['rows']>>();
  for (const [name, { send, rows }] of asks) answers.set(name, rows(await send()));
  checkSame(title, answers);
  return measured(question, title, new Map([...asks].map(([name, { send }]) => [name, send])), options, requests);
}

async function measured(
  part: string,
  title: string,
  asks: ReadonlyMap<string, () => Promise<unknown>>,
  { warmUp, rounds: counted }: Options,
  requests: number,
): Promise<Measured> {
  const times = await rounds(Object.fromEntries(asks), { warmUp, counted, requests });
  return { part, title, times };
}

/** A tile with some thousand wells, of the gateway and of ST_AsMVT behind a bare server. */
async function tile({ running }: Contestants, options: Options): Promise<Measured> {
  const path = tilePath('wellLocations', tileAround(-102.5, 32, 10));
  const urls = {
    gateway: running.gateway.url.replace('/graphql', path),
    'raw tiles': `${running['raw tiles'].url.replace('/graphql', path)}?ids`,
  };
  const [mine, theirs] = await Promise.all(Object.values(urls).map(async (url) => featuresOf(await fetch(url))));
  if (!mine?.length || mine.length !== theirs?.length)
    throw new Error(`The tiles have ${mine?.length} and ${theirs?.length} features`);
  const asks = new Map(Object.entries(urls).map(([name, url]) => [name, () => get(url)]));
  return measured('tile', `tile: a vector tile of ${mine.length} wells`, asks, options, 10);
}

/** The hierarchy again and again: of a gateway that may keep answers, of peers as they are, and as a string made before. */
async function repeated(contestants: Contestants, keeping: Running, ids: Ids, options: Options): Promise<Measured> {
  const { running } = contestants;
  const kept = asksOf('hierarchy', { ...contestants, running: { ...running, gateway: keeping } }, ids);
  const asSql = kept.get('sql');
  if (!asSql) throw new Error('The limit is not asked');
  const asks = new Map<Name, Ask>();
  for (const name of ['gateway', ...PEERS] as const) {
    const ask = kept.get(name);
    if (ask) asks.set(name, ask);
  }
  asks.set('string', { ...asSql, send: () => asSql.send({ string: true }) });
  const answers = new Map<Name, ReturnType<Ask['rows']>>();
  for (const [name, { send, rows }] of asks) answers.set(name, rows(await send()));
  checkSame('repeated', answers);
  const sends = new Map([...asks].map(([name, { send }]) => [name, () => send()]));
  return measured('repeated', 'repeated: the hierarchy, sources unchanged', sends, options, 10);
}
