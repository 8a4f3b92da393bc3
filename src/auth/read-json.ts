import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { faultsOf } from './faults.js';

/**
 * What a file that a setting names holds.
 * @throws Error that names the setting, the file and every mistake, and quotes nothing of what may be secret
 */
export function readJson<T>(setting: string, file: string, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(jsonOf(setting, file));
  if (!parsed.success) throw new Error(`${setting} (${file}) cannot be used:\n${faultsOf(parsed.error)}`);
  return parsed.data;
}

function jsonOf(setting: string, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${setting} (${file}) cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${setting} (${file}) is not JSON`);
  }
}
