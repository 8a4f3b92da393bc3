import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Unauthenticated } from '../errors.js';
import type { Policy } from './policy.js';
import { readJson } from './read-json.js';
import type { Viewer } from './viewer.js';

const KeyId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'is no id: letters, digits and dashes');
const Words = z.array(z.string().min(1)).default([]);
const Entry = z.strictObject({
  id: KeyId,
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'is no hash: sha256: and 64 hexadecimal digits'),
  role: z.string(),
  scope: z.strictObject({ networks: Words, assets: Words, routes: Words, units: Words }).prefault({}),
  expires: z.iso.date().optional(),
});
const Entries = z.array(Entry).superRefine((entries, { addIssue }) => {
  const ids = entries.map(({ id }) => id);
  ids.forEach((id, at) => {
    if (ids.indexOf(id) !== at) addIssue({ code: 'custom', path: [at, 'id'], message: `${id} is there twice` });
  });
});
type Entry = z.infer<typeof Entry>;

export type ApiKeyVerifier = (key: string) => Viewer;

/** 256 random bits: a fast hash keeps them as well as a slow one would, and costs an attacker's flood nothing to check. */
const KEY = /^wg_([A-Za-z0-9-]{1,64})_([A-Za-z0-9_-]{43})$/;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Checks the keys whose hashes a file holds.
 * @throws Error where the file cannot be used; (its result) Unauthenticated where the key is none of them
 */
export function apiKeyVerifier(file: string, policy: Policy): ApiKeyVerifier {
  const viewers = new Map(
    readJson('API_KEYS_FILE', file, Entries).map((entry) => [
      entry.id,
      { entry, viewer: viewerOf(entry, file, policy) },
    ]),
  );
  return (key) => {
    const [, id = ''] = KEY.exec(key) ?? [];
    const known = viewers.get(id);
    const given = Buffer.from(`sha256:${sha256(key)}`);
    if (!known || !timingSafeEqual(given, Buffer.from(known.entry.hash))) throw new Unauthenticated('no such API key');
    if (Date.now() >= endOf(known.entry.expires)) throw new Unauthenticated('the API key is expired');
    return known.viewer;
  };
}

/** The day named is the last one that counts, to its end in UTC. */
const endOf = (day: string | undefined) =>
  day === undefined ? Number.POSITIVE_INFINITY : Date.parse(day) + 24 * 3_600_000;

function viewerOf({ id, role, scope, expires }: Entry, file: string, policy: Policy): Viewer {
  const grant = policy.roles.get(role);
  if (!grant) throw new Error(`API_KEYS_FILE (${file}) cannot be used:\n  ${id}: there is no role ${role}`);
  const end = expires === undefined ? {} : { expires: endOf(expires) };
  return { id: `key:${id}`, name: id, role, ...grant, claims: scope, ...end };
}

/** A new key, to be shown once, and what the file holds of it. */
export function newApiKey(id: string, role: string): { readonly key: string; readonly entry: object } {
  const key = `wg_${KeyId.parse(id)}_${randomBytes(32).toString('base64url')}`;
  return { key, entry: { id, hash: `sha256:${sha256(key)}`, role } };
}
