import { writeData } from './data.js';
import { startGateway, startLimit } from './gateway-process.js';
import { checkSame, HIERARCHY, reportOf } from './hierarchy.js';
import type { Options } from './options.js';
import { median, post, rounds } from './rounds.js';
import { startup, type Startup } from './startup.js';
import { type Measured, ms } from './table.js';

const REQUESTS = 20;
const STARTS = 5;

export interface OnDuckDb extends Measured {
  readonly units: number;
  readonly start: Startup;
  readonly split: Split;
  readonly statements: number | undefined;
  readonly residentMb: number | null;
}

/** The hierarchical question over the embedded store alone, of the gateway and of one statement by turns. */
export async function hierarchy(units: number, options: Options): Promise<OnDuckDb> {
  console.log(`\nWriting ${units} units to Parquet ...`);
  const folder = await writeData(units);
  const [gateway, limit] = [await startGateway(folder), await startLimit(folder)];
  try {
    const { days, bytes } = await checkSame(gateway.url, limit.url);
    const ask = (url: string) => () => post(url, HIERARCHY);
    const asks = { gateway: ask(gateway.url), 'one statement': ask(limit.url) };
    const times = await rounds(asks, { warmUp: options.warmUp, counted: options.rounds, requests: REQUESTS });
    const reports = [];
    for (let each = 0; each < REQUESTS; each++) reports.push(await reportOf(gateway.url));
    return {
      part: 'duckdb',
      title: `duckdb: 100 units of ${units}, ${days} days, ${(bytes / 1e6).toFixed(2)} MB of JSON, from Parquet`,
      units,
      times,
      split: split(reports),
      statements: reports[0]?.sources.PRODVIEW.statements,
      residentMb: gateway.residentMb(),
      start: await startup(folder, STARTS),
    };
  } finally {
    await Promise.all([gateway.stop(), limit.stop()]);
  }
}

type Split = ReturnType<typeof split>;

/** Where one request's time goes. The statements follow one another here, so their times add up. */
function split(reports: readonly Awaited<ReturnType<typeof reportOf>>[]) {
  return {
    statementsMs: median(reports.map(({ sources }) => sources.PRODVIEW.milliseconds)),
    graphqlMs: median(reports.map(({ milliseconds, sources }) => milliseconds - sources.PRODVIEW.milliseconds)),
    jsonAndHttpMs: median(reports.map(({ wholeMs, milliseconds }) => wholeMs - milliseconds)),
  };
}

export function printSplit({ split, statements, residentMb }: OnDuckDb): void {
  console.log(`  where the gateway's time goes; ${mb(residentMb)} resident after all rounds`);
  console.log(`    ${`${statements} statements, until rows are there`.padEnd(36)}${ms(split.statementsMs)}`);
  console.log(`    ${'rest of parsing and executing'.padEnd(36)}${ms(split.graphqlMs)}`);
  console.log(`    ${'JSON text, HTTP, the client'.padEnd(36)}${ms(split.jsonAndHttpMs)}`);
}

export function printStarts(starts: Readonly<Record<string, Startup>>): void {
  console.log(`\nFrom start to first answer, and memory then; medians of ${STARTS}`);
  for (const [name, { milliseconds, residentMb }] of Object.entries(starts))
    console.log(`  ${name.padEnd(22)}${ms(milliseconds)}   ${mb(residentMb)}`);
}

export const startsOf = (folder: string): Promise<Startup> => startup(folder, STARTS);
export const mb = (value: number | null) => (value === null ? 'n/a' : `${value.toFixed(0)} MB`);
