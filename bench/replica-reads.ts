import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PART_LAYOUT } from '../src/sources/replica/incoming.js';
import { columnsWord, spansOf, writeManifest } from '../src/sources/replica/manifest.js';
import { storedOrder } from '../src/sources/replica/stored.js';
import { wholeOf } from '../src/sources/replica/written-spans.js';
import { openReplica } from '../src/sources/replica/open-replica.js';
import { Work } from '../src/sources/replica/work.js';
import type { Column, Key, Selection } from '../src/sources/row-source.js';
import { copiedOf, DAYS_OF_TEN_YEARS, rowsSql, scattered, VIEW } from './replica-data.js';

// How fast a gateway reads a replica of so many rows, whose files the pull's own writer has put in order:
//   npx tsx bench/replica-reads.ts [rows] [all|used] [rounds]
const [rows = '2500000', which = 'used', rounds = '20'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-replica-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const copied = copiedOf(which as 'all' | 'used');
const completions = Math.max(1, Math.round(Number(rows) / DAYS_OF_TEN_YEARS));
const all = completions * DAYS_OF_TEN_YEARS;
const PART_ROWS = 61_440;

const work = await Work.open(join(folder, '.pull'), { memoryMb: 512, threads: 2 });
const order = storedOrder(copied);
const files: string[] = [];
for (let at = 0; at < all; at += PART_ROWS) {
  const part = rowsSql(copied.columns, completions, scattered(completions, at, at + PART_ROWS));
  const path = join(folder, `.pull/part-${files.length}.parquet`);
  await work.write(`from (${part}) order by ${order}`, path, PART_LAYOUT);
  files.push(path);
}
const ids = (await work.rows(`select upper(md5('completion ' || c)) from range(${completions}) _(c)`)).map(
  ([id]): Key => [String(id)],
);
const began = performance.now();
const begun = { base: null, columns: columnsWord(copied.columns), at: 1, word: null, watermark: null, rows: all };
const target = { name: `${VIEW}.1.parquet`, folder, order, spanRows: 500_000 };
const made = await wholeOf(copied, files, target, begun, work);
const written = (performance.now() - began) / 1000;
await work.close();
const at = { asOf: Date.now(), columns: begun.columns, word: null, watermark: null, replaced: [] };
await writeManifest(folder, { view: VIEW, ...made, ...at });
const spans = spansOf(made);
const megabytes = Math.round(spans.reduce((sum, { file }) => sum + statSync(join(folder, file)).size, 0) / 1_048_576);
console.log(`${made.rows} rows put in order in ${written.toFixed(0)} s, ${spans.length} files, ${megabytes} MB`);

const views = new Map([[VIEW, copied.columns]]);
const replica = await openReplica({ folder, views, memoryMb: 1024, threads: 2, connections: 4, waiting: 100 });
const column = (name: string) => copied.columns.find((each) => each.name === name) as Column;
const ASKED = ['id_rec', 'allocation_date', 'allocated_oil_bbl', 'allocated_gas_mcf', 'allocated_water_bbl'].map(
  column,
);

const day = column('allocation_date');
const value = (name: string) => ({ column: column(name) });
/** The same as a list of the graph asks for it: each completion's days as the text of the answer. */
const LISTED = {
  columns: [],
  limit: 3_660,
  grain: {
    columns: [column('id_rec_comp'), day],
    order: [
      { column: column('_fivetran_synced'), descending: true },
      { column: column('id_rec'), descending: false },
    ],
  },
  asText: [
    ['idRec', { ...value('id_rec'), required: true }],
    ['allocationDate', value('allocation_date')],
    ['oilBbl', value('allocated_oil_bbl')],
    ['gasMcf', value('allocated_gas_mcf')],
    ['waterBbl', value('allocated_water_bbl')],
  ],
} satisfies Partial<Selection>;

interface Asked {
  readonly count: number;
  readonly from: string;
  readonly to: string;
}

async function timed(what: string, { count, from, to }: Asked, form: Pick<Selection, 'columns'>): Promise<void> {
  const times: number[] = [];
  let found = 0;
  const cpu = process.cpuUsage();
  for (let round = 0; round < Number(rounds); round++) {
    const start = performance.now();
    const answer = await replica.source.select({
      label: 'bench',
      view: VIEW,
      scope: { kind: 'everything' },
      rowLimit: 250_000,
      ...form,
      keys: { columns: [column('id_rec_comp')], tuples: ids.slice(round, round + count) },
      where: {
        all: [
          { column: day, is: 'gte', value: from },
          { column: day, is: 'lte', value: to },
        ],
      },
      order: [{ column: day, descending: true }],
    });
    times.push(performance.now() - start);
    found = answer.length;
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(0);
  console.log(
    `${what}: ${found} rows, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, CPU ${Math.round((user + system) / 1000 / times.length)} ms each, ` +
      `process ${Math.round(process.memoryUsage().rss / 1_048_576)} MB, load ${loadavg()[0]?.toFixed(1)}`,
  );
}

const MANY = { count: Math.min(500, ids.length - Number(rounds)), from: '2024-06-01', to: '2024-06-30' };
const ONE = { count: 1, from: '2015-01-01', to: '2024-12-31' };
for (const [how, form] of [['as lists of the graph', LISTED] as const, ['as rows', { columns: ASKED }] as const]) {
  await timed(`500 completions, 30 days, ${how}`, MANY, form);
  await timed(`one completion, 10 years, ${how}`, ONE, form);
}
await replica.source.close();
