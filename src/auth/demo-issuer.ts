import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import { z } from 'zod';
import { readJson } from './read-json.js';

const ISSUER = 'wellgraph-demo';
const ALGORITHM = 'ES256';
const LIFETIME = '12h';

/**
 * Who the demo issuer gives tokens to: a name for each of three roles. The first two are users of a route in the sample's
 * made-up network; the engineer's token names a flow network of the real ones.
 */
export const DEMO_PEOPLE = {
  leaseOperator: { sub: 'operator.01', name: 'Demo lease operator', claims: {} },
  foreman: { sub: 'foreman.01', name: 'Demo foreman', claims: {} },
  engineer: { sub: 'demo-engineer', name: 'Demo engineer', claims: { networks: ['US-GULF-MC'] } },
} as const;
export type DemoRole = keyof typeof DEMO_PEOPLE;

export interface DemoIssuer {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly algorithms: readonly [typeof ALGORITHM];
  readonly keys: JWTVerifyGetKey;
  tokenFor(role: DemoRole): Promise<string>;
}

/**
 * An issuer inside the gateway, for one machine. Its key is made on the first start and kept in `folder`; without a
 * folder it lasts as long as the process.
 */
export async function demoIssuer(folder: string | undefined): Promise<DemoIssuer> {
  const jwk = folder ? await keptKey(folder) : await newKey();
  const { d: _, ...publicKey } = jwk;
  const key = await importJWK(jwk, ALGORITHM);
  return {
    issuer: ISSUER,
    audience: [ISSUER],
    algorithms: [ALGORITHM],
    keys: createLocalJWKSet({ keys: [publicKey] }),
    tokenFor: (role) =>
      new SignJWT({ ...DEMO_PEOPLE[role].claims, name: DEMO_PEOPLE[role].name, role })
        .setProtectedHeader({ alg: ALGORITHM, kid: jwk.kid ?? '' })
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setSubject(DEMO_PEOPLE[role].sub)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(key),
  };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: ALGORITHM, use: 'sig', kid: randomUUID() };
}

const PrivateKey = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string(),
  d: z.string(),
  x: z.string(),
  y: z.string(),
});

async function keptKey(folder: string): Promise<JWK> {
  const file = join(folder, 'demo-issuer.json');
  mkdirSync(folder, { recursive: true });
  try {
    // Fails where there is one already, so that two starts at once agree on a key.
    writeFileSync(file, JSON.stringify(await newKey()), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readJson('DATA_DIR', file, PrivateKey) as JWK;
}
