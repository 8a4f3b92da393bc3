import { z } from 'zod';
import type { IdentitySettings } from './auth/identities.js';
import { isLoopback } from './auth/loopback.js';
import { ALGORITHMS } from './auth/token-verifier.js';
import { list, whole } from './setting-kinds.js';

const path = z.string().min(1).optional();
/** Keys that come over a line that others can write to are nobody's keys. */
const KeysUrl = z.url({ protocol: /^https?$/ }).refine((url) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
}, 'has to be https');

const Origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'is no origin such as https://portal.example.com',
  );
const Origins = list.pipe(z.array(Origin));

/** The settings of who may ask, beside the others in config.ts. */
export const IDENTITY_SETTINGS = {
  DATA_DIR: path,
  AUTH_ISSUER: path,
  AUTH_AUDIENCE: list.pipe(z.array(z.string()).min(1)).optional(),
  AUTH_JWKS_URL: KeysUrl.optional(),
  AUTH_KEYS_FILE: path,
  AUTH_ALGORITHMS: list.pipe(z.array(z.enum(ALGORITHMS)).min(1)).default(['RS256', 'ES256']),
  AUTH_LEEWAY_SECONDS: whole(5, 0, 30),
  AUTH_ROLE_CLAIM: z.string().min(1).default('role'),
  AUTH_SCOPE_PREFIX: z.string().optional(),
  API_KEYS_FILE: path,
  POLICY_FILE: path,
  ANONYMOUS: z.enum(['off', 'read']).optional(),
  CORS_ORIGINS: Origins.optional(),
  RATE_PER_MINUTE: whole(1_200, 0, 1_000_000), // a screen of the map asks some 20 times
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'is no redis:// or rediss:// URL')
    .optional(),
  CONCURRENT_REQUESTS: whole(50, 0, 10_000),
  TRUSTED_PROXIES: list.pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))).optional(),
};

const Shape = z.object(IDENTITY_SETTINGS);
type Given = z.infer<typeof Shape> & { readonly HOST: string };

/** What is wrong with the settings of identity together, each with the setting that puts it right. */
export function identityFaults(given: Given): readonly (readonly [setting: keyof Given, fault: string])[] {
  const { HOST, AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS_URL, AUTH_KEYS_FILE } = given;
  const keys = AUTH_JWKS_URL ?? AUTH_KEYS_FILE;
  const faults: [keyof Given, string][] = [];
  const needed = (setting: keyof Given, why: string) => faults.push([setting, `has to be set: ${why}`]);
  if (AUTH_JWKS_URL && AUTH_KEYS_FILE) faults.push(['AUTH_KEYS_FILE', 'and AUTH_JWKS_URL are both set: one is enough']);
  if ((AUTH_ISSUER || AUTH_AUDIENCE) && !keys)
    needed('AUTH_JWKS_URL', 'the keys that tokens are signed with (or AUTH_KEYS_FILE)');
  if ((keys || AUTH_AUDIENCE) && !AUTH_ISSUER) needed('AUTH_ISSUER', 'whose tokens are accepted');
  if ((keys || AUTH_ISSUER) && !AUTH_AUDIENCE) needed('AUTH_AUDIENCE', 'which tokens are meant for this gateway');
  if (faults.length === 0 && !isLoopback(HOST) && !asksForIdentity(given) && given.ANONYMOUS !== 'read')
    faults.push(['HOST', `${HOST} can be reached from other machines, and nothing says who may ask. ${REMEDY}`]);
  return faults;
}

const REMEDY =
  'Set AUTH_ISSUER, AUTH_AUDIENCE and AUTH_JWKS_URL (or AUTH_KEYS_FILE), or API_KEYS_FILE, or ANONYMOUS=read to let everyone read';

const asksForIdentity = ({ AUTH_JWKS_URL, AUTH_KEYS_FILE, API_KEYS_FILE }: Given) =>
  Boolean(AUTH_JWKS_URL ?? AUTH_KEYS_FILE ?? API_KEYS_FILE);

/** The settings in identity's own words. */
export function identitySettingsOf(given: Given): IdentitySettings {
  const embedded = isLoopback(given.HOST) && !asksForIdentity(given);
  const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = given;
  return {
    embedded,
    dataFolder: given.DATA_DIR,
    anonymous: given.ANONYMOUS ?? (embedded ? 'read' : 'off'),
    issuer: issuer && audience ? { issuer, audience } : undefined,
    jwksUrl: given.AUTH_JWKS_URL,
    keysFile: given.AUTH_KEYS_FILE,
    algorithms: given.AUTH_ALGORITHMS,
    leewaySeconds: given.AUTH_LEEWAY_SECONDS,
    claims: { role: given.AUTH_ROLE_CLAIM, scopePrefix: given.AUTH_SCOPE_PREFIX ?? '' },
    apiKeysFile: given.API_KEYS_FILE,
    policyFile: given.POLICY_FILE,
  };
}
