import { rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Those of this process: to itself the kernel does not refuse a lock. */
const held = new Set<string>();

/** What a whole file has at least. */
const WHOLE_BYTES = 12_288;
const MINUTE_MS = 60_000;

/**
 * Takes a folder for this process. Two processes on one embedded database would destroy it, so the second is refused, be it
 * in another container: the lock is the kernel's, on a file, and ends with the process, however that ends. What holds it is
 * an empty database of DuckDB, as Node has no locks of its own. The file stays: whoever deletes it could delete one that
 * another has just taken.
 *
 * @returns       gives the folder back
 * @throws Error  another process has it, or the file cannot be written
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  const place = resolve(path);
  if (held.has(place)) throw new Error(`${path}: this process has this folder already`);
  held.add(place);
  try {
    const lock = await taken(place).catch(async (error: unknown) => {
      if (isTaken(error) || !(await isHalf(place))) throw error;
      await rm(place, { force: true });
      return taken(place);
    });
    return async () => {
      if (held.delete(place)) lock.closeSync();
    };
  } catch (error) {
    held.delete(place);
    throw isTaken(error) ? new Error(`${path}: another process has this folder`, { cause: error }) : error;
  }
}

const taken = (path: string) => DuckDBInstance.create(path, { threads: '1', memory_limit: '16MB' });
const isTaken = (error: unknown) => error instanceof Error && error.message.includes('Could not set lock');

/** Whether a process was killed while it made the file, or it is another kind of lock; one that is being made is young. */
async function isHalf(path: string): Promise<boolean> {
  const { size, mtimeMs } = await stat(path);
  return size < WHOLE_BYTES && Date.now() - mtimeMs > MINUTE_MS;
}
