import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with all 67 views of a small synthetic network. */
export async function syntheticFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wellgraph-synthetic-'));
  return process.env.SYN ?? folder;
}
