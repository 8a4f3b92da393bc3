import pg from 'pg';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { boundColumns } from '../../src/binding/bound-columns.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { parseConfig } from '../../src/config.js';
import { examine } from '../../src/doctor-command.js';
import { linesOf } from '../../src/doctor/finding.js';
import { examinePostgres } from '../../src/doctor/postgres.js';
import { migrateDatabase } from '../../src/migrate-database.js';
import { openWarehouse } from '../../src/open-warehouse.js';
import { snowflakeSettingsOf } from '../../src/snowflake-settings.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';
import type { SnowflakeDouble } from '../support/snowflake/double.js';
import { settingsOf } from '../support/snowflake/settings.js';
import { keyPair, startSnowflake } from '../support/snowflake/start.js';

const BINDINGS = compileBindings(readSdl(SCHEMA_FOLDER));
const VIEWS = boundColumns(BINDINGS, 'PRODVIEW');
const KEYS = keyPair();
const folder = writeFolder(aField({ units: 1 }));
const SERVER = process.env.TEST_POSTGRES_URL;

let double: SnowflakeDouble | undefined;
afterEach(async () => {
  expect(double?.statements.refused ?? []).toEqual([]);
  await double?.close();
  double = undefined;
});

/** An account whose views have been changed by these statements. */
async function account(...changes: string[]) {
  ({ double } = await startSnowflake(folder, VIEWS));
  double.options.account.publicKey = KEYS.publicKey;
  const connection = await double.options.warehouse.instance.connect();
  for (const sql of changes) await connection.run(sql);
  connection.closeSync();
  return parseConfig({ ...settingsOf(double.url, KEYS.privateKey), MAPS: 'off' });
}
const said = (config: ReturnType<typeof parseConfig>) => examine(config, BINDINGS);
const faulty = async (config: ReturnType<typeof parseConfig>) =>
  said(config).then(
    () => expect.unreachable(),
    (error: Error) => error.message.split('\n'),
  );

test('an account that is what the schema is bound to has no fault', async () => {
  expect(await said(await account())).toBe(`ok: the account's clock agrees with this machine's
ok: 67 of 67 views are there
ok: 67 views answer
ok: SYSTEM$LAST_CHANGE_COMMIT_TIME tells when each view has changed
`);
});

const TABLE = '"WELLS"."STAGING"."STG_PRODVIEW__UNITS"';
test('missing, retyped and new columns, views that are not there or do not answer: each with what to do', async () => {
  const config = await account(
    `alter table ${TABLE} drop column "API_10"`,
    `alter table ${TABLE} alter column "IS_OPERATED" type varchar`,
    `alter table ${TABLE} add column "COLOUR" varchar`,
    'drop view if exists "WELLS"."STAGING"."STG_PRODVIEW__TICKETS"',
    'create table "WELLS"."STAGING"."UNDER" as from "WELLS"."STAGING"."STG_PRODVIEW__REMARKS"',
    'create or replace view "WELLS"."STAGING"."STG_PRODVIEW__REMARKS" as from "WELLS"."STAGING"."UNDER"',
    'drop table "WELLS"."STAGING"."UNDER"',
  );
  const lines = await faulty(config);
  expect(lines).toContainEqual(expect.stringMatching(/^fault: stg_prodview__units lacks api_10 do: /));
  expect(lines).toContainEqual(
    expect.stringMatching(/^fault: stg_prodview__units has another type for is_operated do: /),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^ok: stg_prodview__units has 1 columns that .*: colour$/));
  expect(lines).toContainEqual(
    expect.stringMatching(/^fault: stg_prodview__tickets is not there.* do: .*grant select/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^fault: stg_prodview__remarks does not answer.* do: /));
  expect(lines).toContain('ok: 66 of 67 views are there');
});

test('a role that may not ask what has changed loses nothing, and is told what it costs', async () => {
  const config = await account();
  (double as SnowflakeDouble).changes.hidden = 'all';
  expect(await said(config)).toMatch(
    /^fault: SYSTEM\$LAST_CHANGE_COMMIT_TIME does not tell of 67 views .* do: let role/m,
  );
});

test('readiness lists what views of an account lack', async () => {
  const config = await account(`alter table ${TABLE} drop column "API_10"`);
  const settings = snowflakeSettingsOf(config) as NonNullable<ReturnType<typeof snowflakeSettingsOf>>;
  const warehouse = await openWarehouse(settings, VIEWS, config, pino({ level: 'silent' }));
  await expect.poll(warehouse.missingColumns, { timeout: 20_000 }).toEqual({ stg_prodview__units: ['api_10'] });
  await warehouse.source.close();
});

test('a refused login is one fault', async () => {
  const config = await account();
  const lines = await faulty({ ...config, SNOWFLAKE_ROLE: 'owner' });
  expect(lines).toEqual([expect.stringMatching(/^fault: SNOWFLAKE_ROLE: .* do: /)]);
});

test('of a folder: views without a file, and columns that files lack', async () => {
  const lines = await faulty(parseConfig({ PRODVIEW_FOLDER: folder, MAPS: 'off' }));
  expect(lines).toContainEqual(expect.stringMatching(/^fault: stg_prodview__units lacks .* do: export/));
  expect(lines).toContainEqual(expect.stringMatching(/^fault: stg_prodview__remarks has no file do: /));
});

test('of a PostgreSQL that does not answer: that it does not', async () => {
  const lines = await faulty(parseConfig({ PRODVIEW_FOLDER: folder, POSTGRES_URL: 'postgres://nobody@127.0.0.1:1/x' }));
  expect(lines).toContainEqual(expect.stringMatching(/^fault: PostgreSQL does not answer.* do: see POSTGRES_URL/));
});

test.runIf(SERVER)('of a PostgreSQL: what to migrate, and what a gateway may', async () => {
  const owner = new URL(SERVER ?? '');
  const client = new pg.Client({ connectionString: owner.href });
  await client.connect();
  await client.query('create database doctor_test');
  try {
    owner.pathname = '/doctor_test';
    const gateway = new URL(owner);
    Object.assign(gateway, { username: 'doctor_test', password: 'secret' });
    const linesFor = async ({ href }: URL) => linesOf(await examinePostgres(href)).split('\n');
    const before = await linesFor(owner);
    expect(before).toContainEqual(expect.stringMatching(/^fault: migrations wait: 0001_.* do: npm run migrate/));
    expect(before).toContainEqual(expect.stringMatching(/^fault: PostGIS is not there do: /));
    await migrateDatabase(owner.href, { gateway: gateway.href });
    const after = await linesFor(owner);
    expect(after.slice(0, 2)).toEqual(['ok: all migrations have run', 'ok: the login acts as wellgraph_gateway']);
    expect(after).toContainEqual(expect.stringMatching(/^ok: PostGIS \d/));
    expect(after).toContain("ok: PostgreSQL's clock agrees with this machine's");
    const theirs = await linesFor(gateway);
    expect(theirs[0]).toMatch(/^fault: this login may not see which migrations have run do: /);
    expect(theirs[1]).toBe('ok: the login acts as wellgraph_gateway');
  } finally {
    await client.query('drop database doctor_test with (force)');
    await client.end();
  }
});
