import { Unauthenticated } from '../errors.js';
import { type ApiKeyVerifier, apiKeyVerifier } from './api-keys.js';
import { type ClaimNames, viewerOf } from './claims.js';
import { type DemoIssuer, demoIssuer } from './demo-issuer.js';
import { remoteKeys } from './issuer-keys.js';
import { type Policy, parsePolicy } from './policy.js';
import { readPolicy } from './read-policy.js';
import { staticKeys } from './static-keys.js';
import { type Algorithm, type TokenVerifier, tokenVerifier } from './token-verifier.js';
import { NO_CLAIMS, type Viewer } from './viewer.js';

/** How to know who asks: the settings of identity, free of their names in the environment. */
export interface IdentitySettings {
  /** Nothing but this machine reaches the gateway, and no issuer or API key is set: the demo issuer stands in. */
  readonly embedded: boolean;
  readonly dataFolder?: string | undefined;
  readonly anonymous: 'off' | 'read';
  readonly issuer?: { readonly issuer: string; readonly audience: readonly string[] } | undefined;
  readonly jwksUrl?: string | undefined;
  readonly keysFile?: string | undefined;
  readonly algorithms: readonly Algorithm[];
  readonly leewaySeconds: number;
  readonly claims: ClaimNames;
  readonly apiKeysFile?: string | undefined;
  readonly policyFile?: string | undefined;
}

/** What came with a request, whichever way it came: as headers, or in the first message of a socket. */
export interface Credentials {
  /** `Bearer` and the token. */
  readonly authorization?: string | undefined;
  readonly apiKey?: string | undefined;
  /** Whether the request was made on this machine, by its own name and without a proxy between. */
  readonly local: boolean;
}

export interface Identities {
  readonly policy: Policy;
  /** There on the embedded default only. */
  readonly demo: DemoIssuer | undefined;
  /**
   * Who asks. The one way in for every transport; credentials that are wrong never pass for none.
   * @throws Unauthenticated, Forbidden where the role is unknown, SourceUnavailable where the issuer does not answer
   */
  viewerOf(credentials: Credentials): Promise<Viewer>;
}

/** @throws Error that names the setting and the mistake where a file cannot be used */
export async function openIdentities(settings: IdentitySettings): Promise<Identities> {
  const policy = settings.policyFile ? readPolicy(settings.policyFile) : parsePolicy();
  const demo = settings.embedded ? await demoIssuer(settings.dataFolder) : undefined;
  const token = tokens(settings, demo);
  const apiKey = settings.apiKeysFile ? apiKeyVerifier(settings.apiKeysFile, policy) : undefined;
  const claims = demo ? { role: 'role', scopePrefix: '' } : settings.claims;
  const byToken = async (authorization: string) => {
    if (!token) throw new Unauthenticated('no issuer is set');
    return viewerOf(await token(bearer(authorization)), claims, policy);
  };
  return {
    policy,
    demo,
    viewerOf: async ({ authorization, apiKey: key, local }) => {
      if (authorization !== undefined && key !== undefined)
        throw new Unauthenticated('a token and a key came together');
      if (authorization !== undefined) return byToken(authorization);
      if (key !== undefined) return byKey(apiKey, key);
      return withoutIdentity(settings, local, policy);
    },
  };
}

function tokens(settings: IdentitySettings, demo: DemoIssuer | undefined): TokenVerifier | undefined {
  const { issuer, jwksUrl, keysFile, algorithms, leewaySeconds } = settings;
  if (demo) return tokenVerifier({ ...demo, leewaySeconds });
  if (!issuer) return undefined;
  const keys = jwksUrl ? remoteKeys(new URL(jwksUrl)) : staticKeys(keysFile ?? '');
  return tokenVerifier({ ...issuer, algorithms, leewaySeconds, keys });
}

function bearer(authorization: string): string {
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (!token) throw new Unauthenticated('the header is not Bearer and a token');
  return token;
}

function byKey(verify: ApiKeyVerifier | undefined, key: string): Viewer {
  if (!verify) throw new Unauthenticated('no API keys are set');
  return verify(key);
}

function withoutIdentity({ embedded, anonymous }: IdentitySettings, local: boolean, policy: Policy): Viewer {
  if (anonymous !== 'read') throw new Unauthenticated('no token or key came');
  if (embedded && !local) throw new Unauthenticated('no token came, and the request was not made on this machine');
  const role = embedded ? 'local' : 'anonymous';
  return { id: role, role, ...policy.withoutIdentity[role], claims: NO_CLAIMS };
}
