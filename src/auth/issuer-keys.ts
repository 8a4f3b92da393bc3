import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWKSCacheInput,
  type JWTVerifyGetKey,
  jwksCache,
} from 'jose';
import { SourceUnavailable } from '../errors.js';

export interface RemoteKeysOptions {
  /** A key that is not known is asked for no more often than this. */
  readonly cooldownMs?: number;
  /** After this the keys are asked for anew, so that one taken back is no longer accepted. */
  readonly maxAgeMs?: number;
  /** For how long the keys last had serve while the issuer does not answer. */
  readonly staleMs?: number;
}

const MINUTES = 60_000;

/**
 * The keys at an issuer's JWKS address, kept and renewed; a new key is found by its id.
 * @throws (its result) SourceUnavailable where the issuer does not answer and no known key fits
 */
export function remoteKeys(url: URL, options: RemoteKeysOptions = {}): JWTVerifyGetKey {
  const { cooldownMs = 5_000, maxAgeMs = 10 * MINUTES, staleMs = 24 * 60 * MINUTES } = options;
  const cache: { uat?: number; jwks?: JSONWebKeySet } = {};
  const limits = { timeoutDuration: 3_000, cooldownDuration: cooldownMs, cacheMaxAge: maxAgeMs };
  const remote = createRemoteJWKSet(url, { ...limits, [jwksCache]: cache as JWKSCacheInput });
  let failed = { at: -Infinity, cause: undefined as unknown };
  const lastKnown: JWTVerifyGetKey = async (header, token) => {
    const usable = cache.jwks && Date.now() - (cache.uat ?? 0) < staleMs ? cache.jwks : { keys: [] };
    return createLocalJWKSet(usable)(header, token).catch(() => {
      throw new SourceUnavailable('IDENTITY', failed.cause);
    });
  };
  return async (header, token) => {
    if (performance.now() - failed.at < cooldownMs) return lastKnown(header, token);
    try {
      return await remote(header, token);
    } catch (cause) {
      if (isOfToken(cause)) throw cause;
      failed = { at: performance.now(), cause };
      return lastKnown(header, token);
    }
  };
}

/** The key set was there, and has no key for this token. */
const isOfToken = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
