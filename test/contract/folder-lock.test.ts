import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../src/database/folder-lock.js';

const HOLDER = fileURLToPath(new URL('../support/hold-lock.ts', import.meta.url));
/** What gives a process numbers of its own, as a container does; only some machines let us. */
const APART = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
const isApart = spawnSync(APART[0] as string, [...APART.slice(1), 'true']).status === 0;

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'wellgraph-lock-')), 'taken');
});

/** Another process that has the lock. */
async function holder(before: readonly string[]): Promise<ChildProcess> {
  const [program, ...words] = [...before, process.execPath, '--import', 'tsx', HOLDER, path];
  const child = spawn(program as string, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

const processes = [['a process', [] as string[]] as const, ...(isApart ? [['a container', APART] as const] : [])];

test.each(processes)('what %s has taken is refused until it is gone, killed on the spot or not', async (_, before) => {
  const child = await holder(before);
  await expect(lockFolder(path)).rejects.toThrow('another process has this folder');
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
  const unlock = await lockFolder(path);
  await unlock();
});

test('a process refuses itself too, and may take again what it gave back', async () => {
  const unlock = await lockFolder(path);
  await expect(lockFolder(path)).rejects.toThrow('this process has this folder already');
  await unlock();
  await unlock();
  await (await lockFolder(path))();
});

test('a file that was left half made is replaced, unless somebody may be making it now', async () => {
  writeFileSync(path, '4194399');
  await expect(lockFolder(path)).rejects.toThrow('not a valid DuckDB database');
  utimesSync(path, 1, 1);
  await (await lockFolder(path))();
});
