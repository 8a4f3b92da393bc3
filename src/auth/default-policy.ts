import type { WrittenPolicy } from './policy.js';

/** Those who analyse ask for more at once. */
const ANALYST = { cost: 40_000_000, fields: 1_200, aliases: 60, rootFields: 30 };

/** What each role may do unless POLICY_FILE says otherwise. Where a token has several, the one that comes last here holds. */
export const DEFAULT_POLICY: WrittenPolicy = {
  names: {},
  roles: {
    viewer: { permissions: ['read', 'introspect', 'documents:any'], scope: 'claims', personal: 'hidden' },
    gis: {
      permissions: ['read', 'export', 'introspect', 'documents:any'],
      scope: 'claims',
      personal: 'hidden',
      limits: ANALYST,
    },
    leaseOperator: {
      permissions: ['read', 'write:production', 'write:downtime', 'write:reading', 'write:test', 'write:maintenance'],
      scope: 'routes',
      personal: 'pseudonym',
    },
    foreman: {
      permissions: [
        'read',
        'read:personal',
        'write:production',
        'write:status',
        'write:test',
        'write:downtime',
        'write:reading',
        'write:maintenance',
        'write:surveillance',
        'approve',
        'review',
        'export',
      ],
      scope: 'routes',
      personal: 'shown',
    },
    engineer: {
      permissions: [
        'read',
        'write:status',
        'write:test',
        'write:surveillance',
        'write:recommendation',
        'review',
        'export',
        'introspect',
        'documents:any',
      ],
      scope: 'claims',
      personal: 'pseudonym',
      limits: ANALYST,
    },
    approver: { permissions: ['read', 'read:personal', 'approve', 'export'], scope: 'claims', personal: 'shown' },
    admin: {
      permissions: [
        'read',
        'read:personal',
        'write:production',
        'write:status',
        'write:test',
        'write:downtime',
        'write:reading',
        'write:maintenance',
        'write:surveillance',
        'write:recommendation',
        'write:reference',
        'approve',
        'review',
        'post',
        'export',
        'introspect',
        'documents:any',
        'admin',
      ],
      scope: 'everything',
      personal: 'shown',
      limits: ANALYST,
    },
  },
  withoutIdentity: {
    local: { permissions: ['read', 'introspect', 'documents:any'], personal: 'pseudonym' },
    anonymous: { permissions: ['read', 'introspect', 'documents:any'], personal: 'hidden' },
  },
};
