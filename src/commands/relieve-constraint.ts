import type { RelieveConstraintInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { orderErrors } from './downtime-times.js';
import { pastErrors } from './past.js';
import { transition } from './transition.js';

/** A limit that is relieved before it began never held: its time stays as it was written. */
export const relieveConstraint = transition<RelieveConstraintInput>({
  type: 'ProductionConstraint',
  permission: 'write:surveillance',
  to: 'RELIEVED',
  reason: 'relieved_reason',
  judge: ({ given, row, moment }) => [
    ...orderErrors('effectiveTo', String(row.effective_from), given.effectiveTo),
    ...pastErrors('effectiveTo', given.effectiveTo, moment.now),
  ],
  patch: ({ given, row, moment }) => endOf(row, given.effectiveTo ?? moment.now.toISOString()),
});

function endOf({ effective_from, effective_to }: Row, at: string) {
  const isShortened = !effective_to || Date.parse(at) < Date.parse(String(effective_to));
  return isShortened && Date.parse(at) > Date.parse(String(effective_from)) ? { effective_to: at } : {};
}
