import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const ISSUER = 'https://issuer.example.com/';
export const AUDIENCE = 'https://wellgraph.example.com';

/** A key pair of the issuer. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: GenerateKeyPairResult['privateKey'];
  readonly publicJwk: JWK;
}

export async function signingKey(kid: string, alg = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

const seconds = () => Math.floor(Date.now() / 1000);

/** The claims of a good token; a claim given as undefined is left out. */
export function claims(changed: Readonly<Record<string, unknown>> = {}): JWTPayload {
  const times = { iat: seconds(), exp: seconds() + 300 };
  const good = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', role: 'viewer', networks: ['US-GULF-MC'], ...times };
  const entries = Object.entries({ ...good, ...changed }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as JWTPayload;
}

/** A token with these claims, signed with the key and headed as told. */
export function tokenOf(
  key: SigningKey,
  changed: Readonly<Record<string, unknown>> = {},
  header: object = {},
): Promise<string> {
  return new SignJWT(claims(changed))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(key.privateKey);
}

export interface RunningIssuer {
  readonly jwksUrl: string;
  /** What it publishes; change it to rotate. */
  keys: readonly SigningKey[];
  /** How often it was asked for its keys. */
  asked: number;
  down: boolean;
  close(): Promise<void>;
}

/** An issuer's JWKS address on a loopback port of its own. */
export async function startIssuer(...keys: SigningKey[]): Promise<RunningIssuer> {
  const server = createServer((_request, response) => {
    issuer.asked += 1;
    if (issuer.down) return void response.writeHead(500).end('down');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: issuer.keys.map(({ publicJwk }) => publicJwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections());
  const issuer: RunningIssuer = { jwksUrl: `http://127.0.0.1:${port}/keys`, keys, asked: 0, down: false, close };
  return issuer;
}
