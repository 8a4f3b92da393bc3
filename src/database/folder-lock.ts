import { readFile, rm, writeFile } from 'node:fs/promises';

/**
 * Takes a folder for this process. Two processes on one embedded database would destroy it, so the second is refused; a
 * lock of a process that is gone, or that had this one's number before a restart, is taken over.
 *
 * @returns       gives the folder back
 * @throws Error  another process has it
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  const mine = () => writeFile(path, String(process.pid), { flag: 'wx' });
  await mine().catch(async () => {
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner > 0 && owner !== process.pid && isRunning(owner))
      throw new Error(`${path}: process ${owner} has this database open`);
    await rm(path, { force: true });
    await mine();
  });
  return () => rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
