import { AUDIENCE, ISSUER, signingKey, startIssuer, tokenOf } from './issuer.js';

/** People with tokens. Those of the sample's made-up network are users of its routes. */
export interface People {
  readonly env: Record<string, string>;
  /** The headers of a request of this person. */
  readonly as: (person: string, claims?: Record<string, unknown>) => Promise<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** An issuer of its own; `operator.*` is a lease operator and `foreman.*` a foreman unless the claims say otherwise. */
export async function people(): Promise<People> {
  const key = await signingKey('people');
  const issuer = await startIssuer(key);
  return {
    env: { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_JWKS_URL: issuer.jwksUrl },
    as: async (person, claims = {}) => {
      const role = person.startsWith('foreman') ? 'foreman' : 'leaseOperator';
      const token = await tokenOf(key, { sub: person, role, networks: undefined, ...claims });
      return { authorization: `Bearer ${token}` };
    },
    close: () => issuer.close(),
  };
}
