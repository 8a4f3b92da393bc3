import { momentErrors } from './downtime-times.js';
import type { UserError } from './outcome.js';
import { NOWHERE } from './place.js';

/** Why something cannot have happened at a moment. Closed days close volumes, not what is said of the work on a well. */
export const pastErrors = (path: string, at: string | null | undefined, now: Date): UserError[] =>
  at ? momentErrors(path, at, NOWHERE, now) : [];
