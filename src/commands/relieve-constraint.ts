import type { RelieveConstraintInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { type UserError, userError } from './outcome.js';
import { pastErrors } from './past.js';
import { transition } from './transition.js';

/** A limit that is relieved at its begin, or before it, never held: it ends where it begins, and another may begin there. */
export const relieveConstraint = transition<RelieveConstraintInput>({
  type: 'ProductionConstraint',
  permission: 'write:surveillance',
  to: 'RELIEVED',
  givesUp: true,
  reason: 'relieved_reason',
  judge: ({ given, row, moment }) => [
    ...beginErrors(given, row),
    ...pastErrors('effectiveTo', given.effectiveTo, moment.now),
  ],
  patch: ({ given, row, moment }) => endOf(row, given.effectiveTo ?? moment.now.toISOString()),
});

function beginErrors({ effectiveTo }: RelieveConstraintInput, { effective_from: begin }: Row): UserError[] {
  const isBefore = effectiveTo && Date.parse(effectiveTo) < Date.parse(String(begin));
  return isBefore ? [userError('effectiveTo', 'INCONSISTENT', `lies before the start, ${begin}`)] : [];
}

function endOf({ effective_from, effective_to }: Row, at: string) {
  if (Date.parse(at) <= Date.parse(String(effective_from))) return { effective_to: String(effective_from) };
  return !effective_to || Date.parse(at) < Date.parse(String(effective_to)) ? { effective_to: at } : {};
}
