import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DuckDBInstance } from '@duckdb/node-api';
import { startGateway } from '../test/support/gateway.js';
import { median, post, timed } from './rounds.js';

const UNITS = 10_000;
const ROUNDS = { warmUp: 5, counted: 41 };
/** From one letter, which many units answer, to what no unit is called. */
const TEXTS = [
  's',
  '4',
  'smith',
  '42 federal smith',
  'smith #42 1H',
  '42-100-00370',
  '4210',
  'fedreal smiht',
  'a b c 1 2',
  'federal42 smith',
];

/** Invented units, the same on every run, with nearly every alias filled: more than most operators enter. */
const ROWS = `
  select upper(md5('unit ' || u)) as id_rec, 'N1' as id_flownet, lease || format(' {}-{}H', 1 + u % 61, 1 + u % 9) as unit_name,
    replace(lease, 'FEDERAL', 'FED') || format(' {}-{}H', 1 + u % 61, 1 + u % 9) as unit_display_name, 'Well' as unit_type,
    u % 3 > 0 as is_operated, format('42{:08d}', 10000000 + u * 37) as api_10, format('{}', 500000 + u) as property_eid,
    format('P{}', 100000 + u) as property_number, format('CC-{}', 20000 + u) as cost_center,
    format('{}', 700000 + u) as regulatory_id, left(md5('forecast ' || u), 24) as combo_curve_id, lease as lease_name,
    format('{}', 30000 + u // 4) as lease_number, first_name || format(' PAD {}', u // 8) as pad_name
  from (
    select u, names[1 + u % 20] as first_name,
      names[1 + u % 20] || ' ' || names[1 + (u // 20) % 20] || ' ' || kinds[1 + (u // 7) % 7] as lease
    from range(${UNITS}) units(u),
      (select ['SMITH', 'JOHNSON', 'MILLER', 'BAKER', 'EAGLE', 'RANCH', 'WOLF', 'BIRD', 'GARCIA', 'OHARA', 'TURNER', 'HUNT',
        'COOPER', 'DAVIS', 'KELLER', 'HARRISON', 'KING', 'LONG', 'MARSHALL', 'NELSON'] as names,
        ['FEDERAL', 'STATE', 'UNIT', 'TRUST', 'ESTATE', 'HEIRS', 'GAS UNIT'] as kinds) words
  ) named`;

async function writeUnits(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const instance = await DuckDBInstance.create(':memory:', { autoload_known_extensions: 'false' });
  const connection = await instance.connect();
  await connection.run(`copy (${ROWS}) to '${join(folder, 'stg_prodview__units.parquet')}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  return folder;
}

/** Megabytes of the heap that something still holds. */
function heapMb(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1e6;
}

const question = (text: string, fields: string) => ({
  query: `query Search($text: String!) { searchWells(text: $text) { matched hits { ${fields} } } }`,
  variables: { text },
});
const SEARCH = 'matchedOn matchedText score';
const WITH_UNITS = `${SEARCH} unit { idRec label api10 unitType isOperated }`;

async function bench(): Promise<void> {
  const gateway = await startGateway({ folder: await writeUnits(), env: { LOG_LEVEL: 'silent' } });
  const url = `${gateway.url}/graphql`;
  await gateway.ask('{ units(first: 1) { nodes { idRec } } }');
  const before = heapMb();
  const cold = await timed(() => post(url, question('smith', SEARCH)));
  console.log(
    `${UNITS} units: ${(heapMb() - before).toFixed(1)} MB; read, indexed and searched in ${cold.toFixed(0)} ms`,
  );
  console.log(`Over HTTP, medians of ${ROUNDS.counted}:  the search   with its units`);
  for (const text of TEXTS) {
    const { data } = await gateway.ask(question(text, SEARCH).query, { text });
    const alone = await medianOf(() => post(url, question(text, SEARCH)));
    const withUnits = await medianOf(() => post(url, question(text, WITH_UNITS)));
    console.log(
      `  ${text.padEnd(17)} ${String(data.searchWells.matched).padStart(6)} matched ${ms(alone)} ${ms(withUnits)}`,
    );
  }
  await gateway.close();
}

const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(12);

async function medianOf(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -ROUNDS.warmUp; round < ROUNDS.counted; round++) {
    const milliseconds = await timed(ask);
    if (round >= 0) times.push(milliseconds);
  }
  return median(times);
}

await bench();
