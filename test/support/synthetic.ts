import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from '../../sample/synthetic/generate.js';
import type { Settings } from '../../sample/synthetic/settings.js';

const GENERATOR = fileURLToPath(new URL('../../sample/synthetic', import.meta.url));
const KEPT = fileURLToPath(new URL('../output', import.meta.url));

/** A folder with all 67 views of a synthetic network; made once for a generator and its settings, then kept. */
export async function syntheticFolder({ scale = 10, days = 120 } = {}): Promise<string> {
  const folder = join(KEPT, `synthetic-${scale}-${days}-${fingerprint()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(KEPT, { recursive: true });
  const making = `${folder}.${process.pid}`;
  const settings: Settings = { scale, days, seed: '1', until: '2026-06-30', memory: '1GB', out: making };
  await generate(settings, () => {});
  try {
    renameSync(making, folder);
  } catch {
    rmSync(making, { recursive: true, force: true }); // another process was first
  }
  return folder;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(GENERATOR, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.(ts|sql|txt|json)$/.test(name)) hash.update(readFileSync(join(GENERATOR, name)));
  }
  return hash.digest('hex').slice(0, 12);
}
