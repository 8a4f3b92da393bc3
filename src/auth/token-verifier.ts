import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { SourceUnavailable, Unauthenticated } from '../errors.js';

/** Signatures of key pairs only: with a shared secret, a public key could pass for it. */
export const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface Issuer {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly algorithms: readonly Algorithm[];
  readonly leewaySeconds: number;
  readonly keys: JWTVerifyGetKey;
}

export type TokenVerifier = (token: string) => Promise<JWTPayload>;

const MOST_CHARACTERS = 8_192; // Entra's tokens with 200 groups: some 7,500
/** How long a token that was found good is taken for it: to check a signature costs as much as a small read. */
const KEPT_MS = 30_000;
const MOST_KEPT = 10_000;

/**
 * Checks a token's signature and what it says of itself. A key that the issuer takes back is honoured for as long as a good
 * token is kept.
 * @throws Unauthenticated whatever is wrong with it; SourceUnavailable where the issuer's keys cannot be had
 */
export function tokenVerifier({ issuer, audience, algorithms, leewaySeconds, keys }: Issuer): TokenVerifier {
  const options = {
    issuer,
    audience: [...audience],
    algorithms: [...algorithms],
    clockTolerance: leewaySeconds,
    requiredClaims: ['exp', 'sub'],
  };
  const good = new LRUCache<string, JWTPayload>({ max: MOST_KEPT, ttl: KEPT_MS });
  return async (token) => {
    if (token.length > MOST_CHARACTERS) throw new Unauthenticated('the token is oversized');
    // Not the token itself: what is in memory can be read out of it.
    const name = createHash('sha256').update(token).digest('base64');
    const known = good.get(name);
    if (known && Date.now() < ((known.exp ?? 0) + leewaySeconds) * 1_000) return known;
    try {
      const { payload } = await jwtVerify(token, keys, options);
      good.set(name, payload);
      return payload;
    } catch (error) {
      if (error instanceof SourceUnavailable) throw error;
      throw new Unauthenticated(reasonOf(error));
    }
  };
}

/** For the log only. Never a value out of the token. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token is expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the claim ${error.claim} does not hold (${error.reason})`;
  return error instanceof errors.JOSEError ? error.code : 'the token is malformed';
}
