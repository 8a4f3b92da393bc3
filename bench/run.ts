import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { optionsOf } from './options.js';
import { deep } from './part-deep.js';
import { type Grown, growth } from './part-growth.js';
import { hierarchy, type OnDuckDb, printSplit, printStarts, startsOf } from './part-hierarchy.js';
import { PEER_PARTS, peers } from './part-peers.js';
import { report } from './report.js';
import type { Startup } from './startup.js';
import { type Measured, print, printGoals } from './table.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const PARTS = [...PEER_PARTS, 'deep', 'duckdb', 'growth', 'start'];

async function bench(): Promise<void> {
  process.setMaxListeners(50); // each process that is started is stopped at the end
  process.once('SIGINT', () => process.exit(130)); // children and files go on exit
  process.once('SIGTERM', () => process.exit(143));
  const { parts, options } = optionsOf(process.argv.slice(2), PARTS);
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores; PostGraphile runs with a polyfill below Node 22.`,
  );
  const measured: Measured[] = [];
  const starts: Record<string, Startup> = {};
  const show = (each: Measured) => {
    measured.push(each);
    print(each);
  };
  if (PEER_PARTS.some((part) => parts.has(part))) await peers(parts, options, show);
  if (parts.has('deep')) for (const each of await deep(options)) show(each);
  for (const units of parts.has('duckdb') ? options.sizes : []) {
    const found: OnDuckDb = await hierarchy(units, options);
    show(found);
    printSplit(found);
    starts[`${units} units`] = found.start;
  }
  const grown = parts.has('growth') ? await growth(options) : undefined;
  if (parts.has('start')) starts.sample = await startsOf(pathOf('../sample/prodview'));
  if (Object.keys(starts).length > 0) printStarts(starts);
  printGoals(measured);
  keep({ measured, grown, options, starts });
}

interface Found {
  readonly measured: readonly Measured[];
  readonly grown: readonly Grown[] | undefined;
  readonly options: object;
  readonly starts: object;
}

/** The raw numbers, for comparing runs, and the same as a page to be read. */
function keep(found: Found): void {
  mkdirSync(pathOf('./results'), { recursive: true });
  const latest = { at: new Date().toISOString(), node: process.version, cores: availableParallelism(), ...found };
  writeFileSync(pathOf('./results/latest.json'), `${JSON.stringify(latest, null, 2)}\n`);
  const about = `${latest.at}, Node ${latest.node}, ${latest.cores} cores: \`npm run bench -- ${process.argv.slice(2).join(' ')}\``;
  writeFileSync(pathOf('./results/latest.md'), report(about, found.measured, found.grown));
  console.log('\nThe same as tables and plots: bench/results/latest.md');
}

await bench();
process.exit(); // connections that are kept open would hold it
