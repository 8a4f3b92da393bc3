import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const TSX = import.meta.resolve('tsx');

/** Runs a program in a folder of its own and returns what it printed, as JSON. */
function run(args: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', TSX, ...args], { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  return { said: JSON.parse(stdout), left: readdirSync(cwd) };
}

test('the driver asks no host but the account, and leaves no file behind', () => {
  const { said, left } = run([pathOf('../support/snowflake/hosts-asked.ts')]);
  expect(said).toEqual({ rows: 1, hosts: ['127.0.0.1'] });
  expect(left).toEqual([]);
}, 60_000);

test('without settings of Snowflake neither its driver nor the shared cache is loaded', () => {
  const program = `
    import { createRequire } from 'node:module';
    const { parseConfig } = await import(${JSON.stringify(pathOf('../../src/config.ts'))});
    const { openProdView } = await import(${JSON.stringify(pathOf('../../src/open-prodview.ts'))});
    const opened = await openProdView(parseConfig({}), new Map(), ${JSON.stringify(pathOf('../../sample/prodview'))}, undefined);
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    const of = (name) => loaded.filter((path) => path.includes('/node_modules/' + name + '/')).length;
    console.log(JSON.stringify({ status: opened.health().status, driver: of('snowflake-sdk'), redis: of('ioredis'), duckdb: of('@duckdb/node-api') > 0 }));
    await opened.source.close();`;
  const { said } = run(['--input-type=module', '-e', program]);
  expect(said).toEqual({ status: 'up', driver: 0, redis: 0, duckdb: true });
}, 60_000);
