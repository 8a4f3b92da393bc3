import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFolder } from '../support/folder.js';
import type { SnowflakeDouble } from '../support/snowflake/double.js';
import { settingsOf } from '../support/snowflake/settings.js';
import { keyPair, startSnowflake } from '../support/snowflake/start.js';

const MAIN = ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('../../src/main.ts', import.meta.url))];
const KEYS = keyPair();
let double: SnowflakeDouble;
beforeAll(async () => {
  const views = new Map([['stg_prodview__units', [{ name: 'id_rec', kind: 'text' }] as const]]);
  double = (await startSnowflake(writeFolder({ stg_prodview__units: [{ id_rec: 'U1' }] }), views)).double;
  double.options.account.publicKey = KEYS.publicKey;
});
afterAll(() => double.close());
const envOf = (some: Record<string, string>) => ({
  PATH: process.env.PATH,
  PORT: '0',
  MAPS: 'off',
  LOG_LEVEL: 'warn',
  ...settingsOf(double.url, KEYS.privateKey),
  ...some,
});

/** The program until it ends; the double answers meanwhile, so it is not waited for in one go. */
async function ended(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, MAIN, { env: envOf(env) as NodeJS.ProcessEnv });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

test.each([
  [{ SNOWFLAKE_WAREHOUSE: 'huge' }, 'SNOWFLAKE_WAREHOUSE: not there, or not for role reader'],
  [{ SNOWFLAKE_ROLE: 'owner' }, 'SNOWFLAKE_ROLE: no such role, or the user has not been granted it'],
])('%j ends the start with one line', async (env, line) => {
  expect(await ended(env)).toEqual({ code: 1, said: `${line}\n` });
});

test('settings that lack one another are named together, before anything is opened', () => {
  const { status, stderr } = spawnSync(process.execPath, MAIN, {
    env: {
      PATH: process.env.PATH,
      SNOWFLAKE_ACCOUNT: 'wells-one',
      SNOWFLAKE_SCHEMA: 'staging',
      RESIDENT_VIEWS: 'a;b',
    } as never,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^These settings cannot be used:\n/);
  expect(stderr).toContain('RESIDENT_VIEWS');
});

test('it serves an account, says which, and readiness says how changes are told', async () => {
  const child = spawn(process.execPath, MAIN, { env: envOf({}) as NodeJS.ProcessEnv });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (text) => {
        said += text;
        const found = /serves the Snowflake account wells-one\.[\s\S]*?(http:\/\/[\d.:]+)/.exec(said);
        if (found?.[1]) resolve(found[1]);
      });
      child.on('close', () => reject(new Error(said)));
    });
    const ready = async () => ((await (await fetch(`${url}/health/ready`)).json()) as any).sources.PRODVIEW;
    await expect.poll(ready).toMatchObject({ status: 'up', changes: { told: 67 } });
    const query = '{ units { nodes { idRec } } }';
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) };
    const answer = (await (await fetch(`${url}/graphql`, init)).json()) as any;
    expect(answer.data.units.nodes).toEqual([{ idRec: 'U1' }]);
  } finally {
    child.kill('SIGTERM');
  }
});
