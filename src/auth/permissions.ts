import { Forbidden } from '../errors.js';
import type { Viewer } from './viewer.js';

/** Everything that a role may be allowed. A command names the one that it needs. */
export const PERMISSIONS = [
  'read',
  'read:personal', // names of the people who entered, changed or tested, and their free text
  'write:production',
  'write:status',
  'write:test',
  'write:downtime',
  'write:reading',
  'write:maintenance',
  'write:surveillance',
  'write:recommendation',
  'write:reference', // reason codes and other lists that forms are filled from
  'approve',
  'review', // what somebody else's record is worth
  'post', // that accounting took a day
  'export',
  'documents:any', // documents that no manifest has, where TRUSTED_DOCUMENTS=allow
  'introspect', // the schema itself, and "did you mean" in errors
  'admin',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** @throws Forbidden where the viewer's role lacks the permission */
export function demand({ permissions }: Viewer, permission: Permission): void {
  if (!permissions.has(permission)) throw new Forbidden(`This needs the permission ${permission}`);
}

const DECIDING: readonly Permission[] = ['approve', 'review', 'post', 'admin'];
const CHANGING = PERMISSIONS.filter((each) => each.startsWith('write:') || DECIDING.includes(each));

/** @throws Forbidden where the viewer's role may change nothing at all */
export function demandAnyChange({ permissions }: Viewer): void {
  if (!CHANGING.some((each) => permissions.has(each))) throw new Forbidden('This role may only read');
}
