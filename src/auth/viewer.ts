import type { Permission } from './permissions.js';

/** Where a role's scope comes from: the token's claims, ProdView's own routes and their users, or no bounds at all. */
export const SCOPE_SOURCES = ['claims', 'routes', 'everything'] as const;
export type ScopeSource = (typeof SCOPE_SOURCES)[number];

/** What a role sees of personal data: the value, a word that stands for it, or null. */
export const PERSONAL_CLASSES = ['shown', 'pseudonym', 'hidden'] as const;
export type PersonalClass = (typeof PERSONAL_CLASSES)[number];

/** What a token or key says about scope, word for word; an empty list is no claim. */
export interface ScopeClaims {
  readonly networks: readonly string[];
  readonly assets: readonly string[];
  readonly routes: readonly string[];
  readonly units: readonly string[];
}
export const SCOPE_CLAIMS = ['networks', 'assets', 'routes', 'units'] as const satisfies (keyof ScopeClaims)[];
export const NO_CLAIMS: ScopeClaims = { networks: [], assets: [], routes: [], units: [] };

/** Limits of one operation that a role has of its own, in place of everybody's. */
export const LIMITS_OF_ROLES = [
  'levels',
  'fields',
  'aliases',
  'rootFields',
  'directives',
  'duplicates',
  'cost',
] as const;
export type RoleLimits = Readonly<Partial<Record<(typeof LIMITS_OF_ROLES)[number], number>>>;

/** What a role may do and see. */
export interface Grant {
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: ScopeSource;
  readonly personal: PersonalClass;
  readonly limits?: RoleLimits;
}

/** Who asks. */
export interface Viewer extends Grant {
  /** `user:` and the token's subject, `key:` and the key's id, or `local` or `anonymous`, where nobody said who. */
  readonly id: string;
  readonly name?: string;
  readonly role: string;
  readonly claims: ScopeClaims;
  /** When the token or key ends, in milliseconds since 1970: what stays open is closed then. */
  readonly expires?: number;
}
