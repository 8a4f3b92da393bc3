import { z } from 'zod';
import { type Policy, parsePolicy } from './policy.js';
import { readJson } from './read-json.js';

/** @throws Error that names the file and every mistake */
export function readPolicy(file: string): Policy {
  return parsePolicy(readJson('POLICY_FILE', file, z.unknown()), `POLICY_FILE (${file})`);
}
