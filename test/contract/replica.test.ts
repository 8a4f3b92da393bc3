import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copiedViews } from '../../src/binding/stored-order.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { newestOf } from '../../src/sources/cache/newest.js';
import { readManifest } from '../../src/sources/replica/manifest.js';
import { openReplica } from '../../src/sources/replica/open-replica.js';
import { type PullOptions, pull } from '../../src/sources/replica/pull.js';
import type { Pulled } from '../../src/sources/replica/pull-view.js';
import type { Selection } from '../../src/sources/row-source.js';
import type { OpenedSnowflake } from '../../src/sources/snowflake/open-snowflake.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';
import type { SnowflakeDouble } from '../support/snowflake/double.js';
import { startSnowflake } from '../support/snowflake/start.js';

const VIEWS = copiedViews(compileBindings(readSdl(SCHEMA_FOLDER)));
const DAYS = 'stg_prodview__daily_allocations';
const UNITS = 'stg_prodview__units';
const LIMITS = { memoryMb: 512, threads: 2, connections: 4, waiting: 500 };
const copied = (...names: string[]) =>
  names.map((name) => VIEWS.get(name) as NonNullable<ReturnType<typeof VIEWS.get>>);

let double: SnowflakeDouble;
let account: OpenedSnowflake;
let folder: string;
let warned: object[];
beforeEach(async () => {
  const field = aField({ units: 6, days: 5 });
  const dated = Object.fromEntries(
    Object.entries(field).map(([view, rows]) => [
      view,
      rows.map((row) => ({ ...row, _fivetran_synced: '2026-01-01T00:00:00Z' })),
    ]),
  );
  const views = new Map([...VIEWS].map(([view, { columns }]) => [view, columns]));
  const started = await startSnowflake(writeFolder(dated), views);
  ({ double, warned } = started);
  account = await started.open();
  folder = mkdtempSync(join(tmpdir(), 'wellgraph-replica-'));
});
afterEach(async () => {
  expect(double.statements.refused).toEqual([]);
  expect(warned).toEqual([]);
  await account.source.close();
  await double.close();
});

/** Brings the copy up to date as `wellgraph pull` does. */
async function pulled(some: Partial<PullOptions> = {}): Promise<Pulled[]> {
  const done: Pulled[] = [];
  const failed = await pull({
    ...LIMITS,
    folder,
    views: copied(DAYS, UNITS),
    source: account.whole,
    stream: account.stream,
    words: { told: account.lastChanges, newest: newestOf(account.whole) },
    partRows: 7,
    onView: (each) => void done.push(each),
    onFault: (_, error) => {
      throw error;
    },
    ...some,
  });
  expect(failed).toEqual([]);
  return done;
}

/** What a table of the account is changed by. */
async function change(view: string, sql: string): Promise<void> {
  const connection = await double.options.warehouse.instance.connect();
  await connection.run(sql.replaceAll('VIEW', `"WELLS"."STAGING"."${view.toUpperCase()}"`));
  connection.closeSync();
  double.changes.bump(view);
}

const all = (view: string): Selection => ({
  label: 'test',
  view,
  scope: { kind: 'everything' },
  columns: VIEWS.get(view)?.columns ?? [],
  order: [{ column: VIEWS.get(view)?.key as never, descending: false }],
  rowLimit: 100_000,
});

async function expectSame(view: string): Promise<number> {
  const views = new Map([[view, VIEWS.get(view)?.columns ?? []]]);
  const replica = await openReplica({ ...LIMITS, folder, views });
  const [theirs, ours] = [await account.whole.select(all(view)), await replica.source.select(all(view))];
  await replica.source.close();
  expect(ours).toEqual(theirs);
  expect(replica.held().get(view)?.rows).toBe(theirs.length);
  return theirs.length;
}

test('a view is copied whole, in parts, and stored in the order of its owners and days', async () => {
  expect((await pulled()).map(({ view, rows, how }) => [view, rows, how])).toEqual([
    [DAYS, 60, 'whole'],
    [UNITS, 6, 'whole'],
  ]);
  expect(await expectSame(DAYS)).toBe(60);
  expect(await expectSame(UNITS)).toBe(6);
  const manifest = await readManifest(folder, DAYS);
  expect(manifest).toMatchObject({ rows: 60, watermark: '2026-01-01T00:00:00Z', replaced: [] });
  const connection = await (await DuckDBInstance.create()).connect();
  const stored = await connection.runAndReadAll(
    `select id_rec_comp || allocation_date from '${join(folder, manifest?.file ?? '')}'`,
  );
  const owners = stored.getRows().map(([owner]) => String(owner));
  expect(owners).toEqual([...owners].sort());
  expect(readdirSync(join(folder, '.pull'))).toEqual(['lock']);
});

test('what has not changed is not read again, and is known to hold now', async () => {
  await pulled();
  const before = await readManifest(folder, DAYS);
  const asked = double.statements.asked.length;
  expect((await pulled()).map(({ how }) => how)).toEqual(['unchanged', 'unchanged']);
  expect(double.statements.asked).toHaveLength(asked);
  expect((await readManifest(folder, DAYS))?.asOf).toBeGreaterThan(before?.asOf ?? 0);
});

test('changed, added and deleted rows are, and nothing else is read of the view', async () => {
  await pulled();
  await change(
    DAYS,
    `update VIEW set "ALLOCATED_OIL_BBL" = 77, "_FIVETRAN_SYNCED" = '2026-01-02T00:00:00Z' where "ID_REC" in ('U1ad1', 'U2bd3')`,
  );
  await change(DAYS, `update VIEW set "_FIVETRAN_SYNCED" = '2025-01-02T00:00:00Z' where "ID_REC" like 'U3%'`);
  const asked = double.statements.asked.length;
  expect(await pulled({ partRows: 100 })).toContainEqual({ view: DAYS, rows: 60, how: 'changes' });
  expect(await readManifest(folder, DAYS)).toMatchObject({ watermark: '2026-01-02T00:00:00Z' });
  // The numbers agree, so keys are not read: one statement measures, one brings what has changed.
  expect(double.statements.asked.length - asked).toBe(2);

  await change(DAYS, `delete from VIEW where "ID_REC" like 'U0%'`);
  await change(
    DAYS,
    `insert into VIEW by name select * replace ('new' as "ID_REC", timestamptz '2026-01-03 00:00:00Z' as "_FIVETRAN_SYNCED") from VIEW where "ID_REC" = 'U1ad1'`,
  );
  // Committed late: dated long before what was copied already.
  await change(
    DAYS,
    `insert into VIEW by name select * replace ('late' as "ID_REC", timestamptz '2025-01-03 00:00:00Z' as "_FIVETRAN_SYNCED") from VIEW where "ID_REC" = 'U1ad1'`,
  );
  expect(await pulled()).toContainEqual({ view: DAYS, rows: 52, how: 'changes' });
  expect(await expectSame(DAYS)).toBe(52);
  await change(UNITS, 'delete from VIEW');
  expect(await pulled()).toContainEqual({ view: UNITS, rows: 0, how: 'changes' });
  expect(await expectSame(UNITS)).toBe(0);
});

test('of a copy that has a file for some months each only those are written anew that rows came into or left', async () => {
  const spansNow = async () => (await readManifest(folder, DAYS))?.spans ?? [];
  const written = async (ask: () => Promise<unknown>) => {
    const before = new Set((await spansNow()).map(({ file }) => file));
    await ask();
    expect(await expectSame(DAYS)).toBeGreaterThan(0);
    return (await spansNow()).filter(({ file }) => !before.has(file)).map(({ from }) => from);
  };
  const pullAgain = () => pulled({ views: copied(DAYS), spanRows: 20, keepMs: 0, partRows: 100 });
  // Twelve rows a month, from February to June.
  await change(
    DAYS,
    `update VIEW set "ALLOCATION_DATE" = datetrunc('day', timestamp '2024-01-10') + to_months(right("ID_REC", 1)::int + 1)`,
  );
  await pullAgain();
  expect((await spansNow()).map(({ from }) => from)).toEqual([
    null,
    '2024-03-01',
    '2024-04-01',
    '2024-05-01',
    '2024-06-01',
  ]);
  expect(await expectSame(DAYS)).toBeGreaterThan(50);

  const touch = (day: number, where: string, what = '"ALLOCATED_OIL_BBL" = 77') =>
    change(DAYS, `update VIEW set ${what}, "_FIVETRAN_SYNCED" = '2026-02-0${day}T00:00:00Z' where ${where}`);
  await touch(1, `"ID_REC" = 'U1ad1'`);
  expect(await written(pullAgain)).toHaveLength(1);
  await touch(2, `"ID_REC" = 'U2bd3'`);
  expect(await written(pullAgain)).toEqual(['2024-05-01']);
  await touch(3, `"ID_REC" = 'U2bd4'`, `"ALLOCATION_DATE" = null`);
  await change(DAYS, `delete from VIEW where "ID_REC" = 'U0ad2'`);
  expect(await written(pullAgain)).toEqual(['2024-04-01', '2024-06-01']);
  await touch(4, `"ID_REC" = 'U2bd4'`, `"ALLOCATION_DATE" = timestamp '2020-01-01'`);
  expect(await written(pullAgain)).toEqual([null, '2024-06-01']);
  double.changes.bump(DAYS);
  expect(await written(pullAgain)).toEqual([]);
  // Months that grow are cut again.
  await touch(5, `"ID_REC" like '%d3'`, `"ALLOCATION_DATE" = timestamp '2024-07-01'`);
  expect(await written(pullAgain)).toEqual(['2024-05-01', '2024-06-01', '2024-07-01']);
  const files = readdirSync(folder).filter((name) => name.startsWith(DAYS) && name.endsWith('.parquet'));
  expect(files.sort()).toEqual((await spansNow()).map(({ file }) => file).sort());
}, 120_000);

test('where the role may not ask what has changed, the newest row tells', async () => {
  double.changes.hidden = 'all';
  await pulled();
  expect((await pulled()).map(({ how }) => how)).toEqual(['unchanged', 'unchanged']);
  await change(UNITS, `delete from VIEW where "ID_REC" = 'U1'`);
  expect((await pulled()).map(({ how }) => how)).toEqual(['unchanged', 'changes']);
  expect(await expectSame(UNITS)).toBe(5);
});

test('a column that the view lacks is missing from the copy, and fails where it is read, until the view has it', async () => {
  const views = copied(DAYS);
  await pulled({ views, partRows: 100 });
  await change(DAYS, 'alter table VIEW drop column "ALLOCATED_OIL_BBL"');
  const missing = async () => ({ [DAYS]: ['allocated_oil_bbl'] });
  const lacking = { view: DAYS, rows: 60, how: 'whole', missing: ['allocated_oil_bbl'] };
  expect(await pulled({ views, missing, partRows: 100 })).toContainEqual(lacking);
  const bound = new Map([[DAYS, VIEWS.get(DAYS)?.columns ?? []]]);
  const replica = await openReplica({ ...LIMITS, folder, views: bound });
  const [row] = await replica.source.select(all(DAYS));
  expect(row?.allocated_gas_mcf).toEqual(expect.any(Number));
  expect(() => row?.allocated_oil_bbl).toThrow('PRODVIEW lacks a column');
  expect(await pulled({ views, missing, partRows: 100 })).toContainEqual({ ...lacking, how: 'unchanged' });

  await change(DAYS, 'alter table VIEW add column "ALLOCATED_OIL_BBL" double default 8');
  expect(await pulled({ views, partRows: 100 })).toContainEqual({ view: DAYS, rows: 60, how: 'whole' });
  await replica.reload();
  expect((await replica.source.select(all(DAYS)))[0]?.allocated_oil_bbl).toBe(8);
  await replica.source.close();
}, 120_000);

test('a view that lacks its key is not copied, and it is said why', async () => {
  const faults: string[] = [];
  const onFault = (view: string, error: unknown) => faults.push(`${view}: ${(error as Error).message}`);
  const missing = async () => ({ [DAYS]: ['id_rec'] });
  await expect(pulled({ missing, onFault })).rejects.toThrow();
  expect(faults).toEqual([`${DAYS}: It lacks id_rec, which is its key`]);
});

test('a row without a key stops the copy of its view, which stays as it was; the others are copied', async () => {
  await pulled();
  await change(
    DAYS,
    `update VIEW set "ID_REC" = null, "_FIVETRAN_SYNCED" = '2026-01-02T00:00:00Z' where "ID_REC" = 'U5bd4'`,
  );
  await change(UNITS, `delete from VIEW where "ID_REC" = 'U1'`);
  const faults: unknown[] = [];
  const failed = await pull({
    ...LIMITS,
    folder,
    views: copied(DAYS, UNITS),
    source: account.whole,
    stream: account.stream,
    words: { told: account.lastChanges, newest: newestOf(account.whole) },
    onFault: (_, error) => void faults.push(error),
  });
  expect(failed).toEqual([DAYS]);
  expect(String(faults[0])).toMatch(/rows without id_rec/);
  expect(await readManifest(folder, DAYS)).toMatchObject({ rows: 60 });
  expect(await expectSame(UNITS)).toBe(5);
});

test('who reads while copies are replaced gets one of them whole, and files go when none reads them', async () => {
  const generation = (to: number) =>
    change(DAYS, `update VIEW set "ALLOCATED_OIL_BBL" = ${to}, "_FIVETRAN_SYNCED" = '2026-02-0${to}T00:00:00Z'`);
  await generation(1);
  await pulled({ partRows: 1000 });
  const replica = await openReplica({ ...LIMITS, folder, views: new Map([[DAYS, VIEWS.get(DAYS)?.columns ?? []]]) });
  const seen = new Set<number>();
  let running = true;
  const reader = async () => {
    while (running) {
      const rows = await replica.source.select(all(DAYS));
      expect(rows).toHaveLength(60);
      const oil = new Set(rows.map((row) => row.allocated_oil_bbl));
      expect(oil.size).toBe(1);
      seen.add(Number([...oil][0]));
    }
  };
  const readers = [reader(), reader(), reader()];
  for (const to of [2, 3, 4, 5]) {
    await generation(to);
    await pulled({ partRows: 1000 });
    await replica.reload();
  }
  await replica.source.select(all(DAYS)).then((rows) => expect(rows[0]?.allocated_oil_bbl).toBe(5));
  running = false;
  await Promise.all(readers);
  expect(seen.size).toBeGreaterThan(1);
  expect((await readManifest(folder, DAYS))?.replaced).toHaveLength(4);
  await pulled({ keepMs: 0 });
  await replica.source.close();
  const files = readdirSync(folder).filter((name) => name.startsWith(DAYS) && name.endsWith('.parquet'));
  expect(files).toEqual([(await readManifest(folder, DAYS))?.file]);
});
