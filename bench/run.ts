import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { COMPLETIONS_A_UNIT, DAYS, writeData } from './data.js';
import { startGateway, startLimit } from './gateway-process.js';
import { checkSame, HIERARCHY, reportOf } from './hierarchy.js';
import { median, post, rounds } from './rounds.js';
import { startup } from './startup.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const ROUNDS = { warmUp: 2, counted: 7, requests: 20 };
const STARTS = 5;
const SIZES = [1_000, 10_000];

/** The hierarchical question, asked of the gateway and of the hand-written statement by turns. */
async function hierarchy(folder: string) {
  const [gateway, limit] = [await startGateway(folder), await startLimit(folder)];
  try {
    const same = await checkSame(gateway.url, limit.url);
    const ask = (url: string) => () => post(url, HIERARCHY);
    const times = await rounds({ gateway: ask(gateway.url), limit: ask(limit.url) }, ROUNDS);
    const reports = [];
    for (let each = 0; each < ROUNDS.requests; each++) reports.push(await reportOf(gateway.url));
    const ratios = times.gateway.map((mine, round) => (times.limit[round] ?? Number.NaN) / mine);
    const residentMb = gateway.residentMb();
    return {
      ...same,
      times,
      ratios,
      statements: reports[0]?.sources.PRODVIEW.statements,
      residentMb,
      split: split(reports),
    };
  } finally {
    await Promise.all([gateway.stop(), limit.stop()]);
  }
}

/** Where one request's time goes. The statements follow one another here, so their times add up. */
function split(reports: readonly Awaited<ReturnType<typeof reportOf>>[]) {
  return {
    statementsMs: median(reports.map(({ sources }) => sources.PRODVIEW.milliseconds)),
    graphqlMs: median(reports.map(({ milliseconds, sources }) => milliseconds - sources.PRODVIEW.milliseconds)),
    jsonAndHttpMs: median(reports.map(({ wholeMs, milliseconds }) => wholeMs - milliseconds)),
  };
}

function print({
  times,
  ratios,
  statements,
  residentMb,
  bytes,
  days,
  split,
}: Awaited<ReturnType<typeof hierarchy>>): void {
  const line = (name: string, values: readonly number[], relative: readonly number[]) =>
    console.log(`  ${name.padEnd(32)}${ms(median(values))}   ${median(relative).toFixed(2)}   ${spread(relative)}`);
  console.log(`\nHierarchy: 100 units, their completions, ${days} days; ${(bytes / 1e6).toFixed(2)} MB of JSON`);
  console.log(`  ${''.padEnd(32)}${'median'.padStart(10)}   speed, as a part of the limit's`);
  line(
    'one statement, bare HTTP (limit)',
    times.limit,
    times.limit.map(() => 1),
  );
  line(`gateway, ${statements} statements`, times.gateway, ratios);
  console.log(`\nWhere the gateway's time goes; ${mb(residentMb)} resident after all rounds`);
  console.log(`  ${'statements, until rows are there'.padEnd(32)}${ms(split.statementsMs)}`);
  console.log(`  ${'rest of parsing and executing'.padEnd(32)}${ms(split.graphqlMs)}`);
  console.log(`  ${'JSON text, HTTP, the client'.padEnd(32)}${ms(split.jsonAndHttpMs)}`);
}

const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(10);
const mb = (value: number | null) => (value === null ? 'n/a' : `${value.toFixed(0)} MB`);
const spread = (values: readonly number[]) =>
  `(${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;

async function bench(): Promise<void> {
  process.once('SIGINT', () => process.exit(130)); // children and files go on exit
  process.once('SIGTERM', () => process.exit(143));
  console.log(`Node ${process.version}, ${availableParallelism()} cores.`);
  const starts: Record<string, Awaited<ReturnType<typeof startup>>> = {
    sample: await startup(pathOf('../sample/prodview'), STARTS),
  };
  const hierarchies: Record<string, Awaited<ReturnType<typeof hierarchy>>> = {};
  for (const units of sizes()) {
    const rows = units * COMPLETIONS_A_UNIT * DAYS;
    console.log(`\n${units} units: writing ${rows} daily rows to ${tmpdir()} ...`);
    const folder = await writeData(units);
    hierarchies[units] = await hierarchy(folder);
    print(hierarchies[units]);
    starts[`${units} units`] = await startup(folder, STARTS);
  }
  console.log(`\nFrom start to first answer, and memory then; medians of ${STARTS}`);
  for (const [name, { milliseconds, residentMb }] of Object.entries(starts))
    console.log(`  ${name.padEnd(32)}${ms(milliseconds)}   ${mb(residentMb)}`);
  mkdirSync(pathOf('./results'), { recursive: true });
  const latest = { at: new Date().toISOString(), node: process.version, hierarchies, starts };
  writeFileSync(pathOf('./results/latest.json'), `${JSON.stringify(latest, null, 2)}\n`);
}

/** `npm run bench -- 1000` measures one size; without a number both. */
function sizes(): readonly number[] {
  const asked = process.argv.slice(2).map(Number);
  if (asked.some((units) => !Number.isInteger(units) || units < 100))
    throw new Error('Sizes are whole numbers from 100');
  return asked.length > 0 ? asked : SIZES;
}

await bench();
