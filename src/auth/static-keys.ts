import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { readJson } from './read-json.js';

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const PublicKey = z
  .looseObject({ kty: z.enum(['RSA', 'EC', 'OKP'], 'is no public key: RSA, EC or OKP') })
  .refine(
    (key) => PRIVATE.every((part) => !Object.hasOwn(key, part)),
    'holds a private key; only its public part is needed',
  );
const KeySet = z.looseObject({ keys: z.array(PublicKey).min(1) });

/**
 * The public keys of a file in JWKS form.
 * @throws Error that says what is wrong with the file, and never quotes it
 */
export function staticKeys(file: string): JWTVerifyGetKey {
  return createLocalJWKSet(readJson('AUTH_KEYS_FILE', file, KeySet) as Parameters<typeof createLocalJWKSet>[0]);
}
