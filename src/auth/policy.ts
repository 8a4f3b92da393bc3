import { z } from 'zod';
import { DEFAULT_POLICY } from './default-policy.js';
import { faultsOf } from './faults.js';
import { PERMISSIONS } from './permissions.js';
import { type Grant, LIMITS_OF_ROLES, PERSONAL_CLASSES, type RoleLimits, SCOPE_SOURCES } from './viewer.js';

/** In place of everybody's limits, which are settings: more for those who analyse, less for anybody else. */
const Limits = z.partialRecord(z.enum(LIMITS_OF_ROLES), z.int().min(0)).optional();

const Role = z
  .strictObject({
    permissions: z.array(z.enum(PERMISSIONS)).min(1),
    scope: z.enum(SCOPE_SOURCES),
    personal: z.enum(PERSONAL_CLASSES),
    limits: Limits,
  })
  .superRefine(({ permissions, personal }, { addIssue }) => {
    if (permissions.includes('read:personal') !== (personal === 'shown'))
      addIssue({ code: 'custom', path: ['personal'], message: '"shown" and the permission read:personal go together' });
  });

/** Whoever gives no token may read, ask what they like, and see how the schema is made; nothing can be allowed beyond that. */
const WithoutIdentity = z.strictObject({
  permissions: z.array(z.enum(['read', 'introspect', 'documents:any'])).min(1),
  personal: z.enum(['pseudonym', 'hidden']),
  limits: Limits,
});

const RoleName = z.string().regex(/^(?!(?:local|anonymous)$)[A-Za-z][\w-]{0,63}$/, 'is no name for a role');

const Policy = z
  .strictObject({
    /** What the issuer calls a role or group, and which role it means. A role's own name always means it. */
    names: z.record(z.string().min(1), RoleName),
    roles: z.record(RoleName, Role).refine((roles) => Object.keys(roles).length > 0, 'has no role'),
    /** `local`: the embedded default on loopback. `anonymous`: elsewhere, where ANONYMOUS=read. */
    withoutIdentity: z.strictObject({ local: WithoutIdentity, anonymous: WithoutIdentity }),
  })
  .superRefine(({ names, roles }, { addIssue }) => {
    for (const [name, role] of Object.entries(names)) {
      if (!Object.hasOwn(roles, role))
        addIssue({ code: 'custom', path: ['names', name], message: `there is no role ${role}` });
    }
  });

export type WrittenPolicy = z.infer<typeof Policy>;

/** What each role may do and see, by its name, in the order of the policy. */
export interface Policy {
  readonly roles: ReadonlyMap<string, Grant>;
  readonly names: ReadonlyMap<string, string>;
  readonly withoutIdentity: Readonly<Record<'local' | 'anonymous', Grant>>;
}

/**
 * The policy: each part that `written` has in place of the default's part.
 * @throws Error that lists every mistake
 */
export function parsePolicy(written: unknown = {}, from = 'The policy'): Policy {
  const whole = z.record(z.string(), z.unknown()).safeParse(written);
  const parsed = Policy.safeParse(whole.success ? { ...DEFAULT_POLICY, ...whole.data } : written);
  if (!parsed.success) throw new Error(`${from} cannot be used:\n${faultsOf(parsed.error)}`);
  const { names, roles, withoutIdentity } = parsed.data;
  const everywhere = (role: z.infer<typeof WithoutIdentity>) => grantOf({ ...role, scope: 'everything' });
  return {
    roles: new Map(Object.entries(roles).map(([name, role]) => [name, grantOf(role)])),
    names: new Map(Object.entries(names)),
    withoutIdentity: { local: everywhere(withoutIdentity.local), anonymous: everywhere(withoutIdentity.anonymous) },
  };
}

const grantOf = ({ permissions, limits, ...rest }: z.infer<typeof Role>): Grant => ({
  ...rest,
  ...(limits && { limits: limits as RoleLimits }),
  permissions: new Set(permissions),
});
