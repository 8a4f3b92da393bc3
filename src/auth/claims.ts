import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { Forbidden, Unauthenticated } from '../errors.js';
import type { Policy } from './policy.js';
import { SCOPE_CLAIMS, type ScopeClaims, type Viewer } from './viewer.js';

/** Where in a token its role and its scope stand. */
export interface ClaimNames {
  readonly role: string;
  /** What stands before `networks`, `assets`, `routes` and `units`, such as `wellgraph.` or `https://example.com/`. */
  readonly scopePrefix: string;
}

const Subject = z.string().min(1).max(256);
const Name = z.string().trim().min(1).max(200).optional().catch(undefined);
const Words = z.union([z.string().min(1), z.array(z.string().min(1)).max(10_000)]).optional();

/**
 * Who a verified token speaks of.
 * @throws Unauthenticated where a claim is malformed; Forbidden where none of its roles is one of ours
 */
export function viewerOf(payload: JWTPayload, names: ClaimNames, policy: Policy): Viewer {
  const subject = Subject.safeParse(payload.sub);
  if (!subject.success) throw new Unauthenticated('the subject is malformed');
  const role = roleOf(words(payload, names.role), policy);
  const grant = policy.roles.get(role);
  if (!grant) throw new Forbidden('The token has no role that this gateway knows');
  const name = Name.parse(payload.name);
  const expires = payload.exp === undefined ? undefined : payload.exp * 1000;
  return {
    id: `user:${subject.data}`,
    ...(name && { name }),
    role,
    ...grant,
    claims: scopeOf(payload, names),
    ...(expires !== undefined && { expires }),
  };
}

/** Lists of roles also hold those of other applications; of ours, the one that comes last in the policy holds. */
function roleOf(given: readonly string[], { roles, names }: Policy): string {
  const meant = new Set(given.map((word) => names.get(word) ?? word));
  return [...roles.keys()].findLast((role) => meant.has(role)) ?? '';
}

function scopeOf(payload: JWTPayload, { scopePrefix }: ClaimNames): ScopeClaims {
  const entries = SCOPE_CLAIMS.map((claim) => [claim, words(payload, `${scopePrefix}${claim}`)] as const);
  return Object.fromEntries(entries) as Record<keyof ScopeClaims, readonly string[]>;
}

/** A claim of one word or several. A malformed one is refused, as it could otherwise pass for no bounds. */
function words(payload: JWTPayload, path: string): readonly string[] {
  const parsed = Words.safeParse(claimAt(payload, path));
  if (!parsed.success) throw new Unauthenticated(`the claim ${path} is malformed`);
  return [parsed.data ?? []].flat();
}

/** The claim of just this name, dots and slashes included, or else the one that lies there: `realm_access.roles`. */
function claimAt(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let value: unknown = payload;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
