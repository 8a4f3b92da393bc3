import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { copiedViews } from '../../src/binding/stored-order.js';
import { parseConfig } from '../../src/config.js';
import { type ProdView, openProdView } from '../../src/open-prodview.js';
import { openReplica } from '../../src/sources/replica/open-replica.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { SAMPLE_FOLDER, SCHEMA_FOLDER } from '../support/sdl.js';
import { SHAPES } from '../support/shapes.js';
import type { SnowflakeDouble } from '../support/snowflake/double.js';
import { settingsOf } from '../support/snowflake/settings.js';
import { keyPair, startSnowflake } from '../support/snowflake/start.js';

const COPIED = copiedViews(compileBindings(readSdl(SCHEMA_FOLDER)));
const VIEWS = new Map([...COPIED].map(([view, { columns }]) => [view, columns]));
const DAYS = 'stg_prodview__daily_allocations';
const NAMES = [
  'networks',
  'routes',
  'facilities',
  'units',
  'completions',
  'status',
  'production_tests',
  'daily_allocations',
];
const REPLICA_VIEWS = NAMES.map((name) => `stg_prodview__${name}`).join(',');
const KEYS = keyPair();
const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const newFolder = () => mkdtempSync(join(tmpdir(), 'wellgraph-replica-'));
const rows = writeFolder(aField({ units: 10, days: 20 }));

let double: SnowflakeDouble;
let replica: string;
beforeAll(async () => {
  ({ double } = await startSnowflake(rows, VIEWS));
  double.options.account.publicKey = KEYS.publicKey;
  replica = newFolder();
});
afterAll(async () => {
  expect(double.statements.refused).toEqual([]);
  await double.close();
});
const envOf = (some: Record<string, string>) => ({
  PATH: process.env.PATH ?? '',
  ...settingsOf(double.url, KEYS.privateKey),
  REPLICA_FOLDER: replica,
  REPLICA_VIEWS,
  ...some,
});

/** A program until it ends, or until it says something after which it is killed on the spot. */
function run(script: string, arg: string, env: Record<string, string>, killedAt?: RegExp) {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), pathOf(script), arg], {
    env: envOf(env) as unknown as NodeJS.ProcessEnv,
  });
  let said = '';
  const hear = (text: Buffer) => {
    said += text;
    if (killedAt?.test(said)) child.kill('SIGKILL');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, said }));
  });
}

test('a pull that is killed loses nothing and doubles nothing, and the next one goes on where it was', async () => {
  const folder = newFolder();
  const env = { REPLICA_FOLDER: folder, REPLICA_VIEWS: DAYS };
  const script = '../support/snowflake/pull-process.ts';
  double.faults.latencyMs = 100;
  for (const at of [90, 210]) {
    const { code, said } = await run(script, '30', env, new RegExp(`${DAYS} ${at}\\n`));
    expect({ at, code, said }).toMatchObject({ code: null });
    const early = await openReplica({ folder, views: VIEWS, memoryMb: 256, threads: 1, connections: 1, waiting: 9 });
    expect([...early.held().keys()]).toEqual([]);
    await early.source.close();
  }
  const { code, said } = await run(script, '30', env);
  double.faults.clear();
  expect(code, said).toBe(0);
  // What was there already is not fetched again.
  expect(Number(/ (\d+)\n/.exec(said)?.[1])).toBeGreaterThan(210);
  const columns = [{ name: 'id_rec', kind: 'text' }] as const;
  const whole = await openReplica({ folder, views: VIEWS, memoryMb: 256, threads: 1, connections: 1, waiting: 9 });
  const scope = { kind: 'everything' } as const;
  const found = await whole.source.select({ label: 'test', view: DAYS, scope, columns, order: [], rowLimit: 9_999 });
  expect(found).toHaveLength(400);
  expect(new Set(found.map(({ id_rec }) => id_rec)).size).toBe(400);
  await whole.source.close();
}, 180_000);

test('wellgraph pull says what it copied; a view that the schema lacks is named', async () => {
  const { code, said } = await run('../../src/main.ts', 'pull', {});
  expect(code, said).toBe(0);
  expect(said).toContain(`${DAYS}: whole, 400 rows\n`);
  expect(said).toMatch(/8 views are up to date in /);
  const strange = await run('../../src/main.ts', 'pull', { REPLICA_VIEWS: 'stg_prodview__wells' });
  expect(strange).toEqual({ code: 1, said: 'REPLICA_VIEWS: the schema has no view stg_prodview__wells\n' });
});

/** The gateway as it starts with these settings. */
async function served(some: Record<string, string>): Promise<RunningGateway & { prodviewOpened: ProdView }> {
  const { PATH: _, ...env } = envOf(some);
  const prodviewOpened = await openProdView(parseConfig(env), COPIED, SAMPLE_FOLDER, pino({ level: 'silent' }));
  const gateway = await startGateway({ env: { PSEUDONYM_SECRET: 'x'.repeat(32) }, prodview: prodviewOpened.source });
  return Object.assign(gateway, { prodviewOpened });
}

test('PRODVIEW=replica answers as the same rows in a folder, says how old they are, and asks the account for none', async () => {
  const files = await startGateway({ folder: rows, env: { PSEUDONYM_SECRET: 'x'.repeat(32) } });
  // What is held in memory of views that are not copied is asked for at the start, at no certain time.
  const gateway = await served({ PRODVIEW: 'replica', RESIDENT_VIEWS: 'none' });
  try {
    const asked = double.statements.asked.length;
    for (const document of [SHAPES['shape-1-hierarchy'], SHAPES['shape-5-series']]) {
      const { data, errors, extensions } = await gateway.ask(document, {}, { 'x-report': '1' });
      expect(errors).toBeUndefined();
      expect(data).toEqual((await files.ask(document)).data);
      const cost = (extensions as any).report.sources.PRODVIEW;
      expect(cost.statements).toBe(0);
      expect(Date.parse(cost.dataAsOf)).toBeLessThanOrEqual(Date.now());
    }
    expect(double.statements.asked.length).toBe(asked);
    expect(gateway.prodviewOpened.health()).toMatchObject({ status: 'up', dataAsOf: expect.stringMatching(/Z$/) });
    // A view that is not copied is the account's.
    const { data } = await gateway.ask('{ tanks(first: 1) { nodes { idRec } } }');
    expect(data?.tanks.nodes).toHaveLength(1);
    expect(double.statements.asked.length).toBeGreaterThan(asked);
  } finally {
    await gateway.close();
    await files.close();
  }
});

test('a gateway fills an empty replica and brings it up to date behind its answers', async () => {
  const gateway = await served({ PRODVIEW: 'replica', REPLICA_FOLDER: newFolder(), REPLICA_REFRESH_SECONDS: '5' });
  const question = '{ facilities(first: 5) { nodes { facilityName } } }';
  const ask = async () => {
    const { data, extensions } = await gateway.ask(question, {}, { 'x-report': '1' });
    return [
      (extensions as any).report.sources.PRODVIEW.statements,
      data.facilities.nodes.map(({ facilityName }: any) => facilityName),
    ];
  };
  try {
    await expect.poll(() => gateway.prodviewOpened.health().status, { timeout: 30_000 }).toBe('up');
    expect(await ask()).toEqual([0, ['Battery 1']]);
    const connection = await double.options.warehouse.instance.connect();
    await connection.run(`update "WELLS"."STAGING"."STG_PRODVIEW__FACILITIES" set "FACILITY_NAME" = 'Battery 2'`);
    connection.closeSync();
    double.changes.bump('stg_prodview__facilities');
    await expect.poll(ask, { timeout: 30_000, interval: 500 }).toEqual([0, ['Battery 2']]);
  } finally {
    await gateway.close();
  }
});

test('without an account what the folder has is served, and the rest is SOURCE_UNAVAILABLE', async () => {
  const config = parseConfig({ PRODVIEW: 'replica', REPLICA_FOLDER: replica, REPLICA_VIEWS });
  const opened = await openProdView(config, COPIED, SAMPLE_FOLDER, pino({ level: 'silent' }));
  const gateway = await startGateway({ prodview: opened.source });
  const { data, errors } = await gateway.ask(
    '{ routes(first: 1) { nodes { idRec } } tanks(first: 1) { nodes { idRec } } }',
  );
  expect(data).toEqual({ routes: { nodes: [{ idRec: 'R1' }] }, tanks: null });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SOURCE_UNAVAILABLE']);
  await gateway.close();
});

test('a view that lacks a column is copied without it, which a line tells; its field alone fails', async () => {
  const connection = await double.options.warehouse.instance.connect();
  await connection.run(`alter table "WELLS"."STAGING"."${DAYS.toUpperCase()}" drop column "ALLOCATED_OIL_BBL"`);
  connection.closeSync();
  const folder = newFolder();
  const { code, said } = await run('../../src/main.ts', 'pull', { REPLICA_FOLDER: folder });
  expect(code, said).toBe(0);
  expect(said).toContain(`${DAYS}: whole, 400 rows; the account's view lacks allocated_oil_bbl\n`);
  const gateway = await served({ PRODVIEW: 'replica', REPLICA_FOLDER: folder });
  try {
    const { data, errors } = await gateway.ask(
      '{ completions(first: 1) { nodes { dailyAllocations(first: 2) { nodes { allocated { oilBbl gasMcf } } } } } }',
    );
    const days = data.completions.nodes[0].dailyAllocations.nodes;
    expect(days).toEqual(Array(2).fill({ allocated: { oilBbl: null, gasMcf: expect.any(Number) } }));
    expect(errors?.map(({ path, extensions }) => [path?.at(-1), extensions.code])).toEqual([
      ['oilBbl', 'SOURCE_SCHEMA'],
    ]);
  } finally {
    await gateway.close();
  }
});

test.each([
  [{ PRODVIEW: 'replica' }, /REPLICA_FOLDER: has to be set/],
  [{ PRODVIEW: 'snowflake' }, /SNOWFLAKE_ACCOUNT: has to be set/],
  [{ REPLICA_VIEWS: 'a;b' }, /REPLICA_VIEWS: is no list of views/],
])('%j is a fault that is named', (env, fault) => expect(() => parseConfig(env)).toThrow(fault));
