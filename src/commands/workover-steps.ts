import type { PlanWorkoverInput, RecordStepInput, ScreenWorkoverCandidateInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf } from './changes.js';
import { costlyErrors } from './costly-work.js';
import { ESTIMATED } from './nominate-workover-candidate.js';
import { type UserError, userError } from './outcome.js';
import { pastErrors } from './past.js';
import { rankOf } from './rank-candidate.js';
import { type Facts, transition } from './transition.js';

const CANDIDATE = { type: 'WorkoverCandidate', permission: 'write:recommendation' } as const;
const PLAN = ['contractor', 'plannedStart', 'afeNumber', 'afeBudgetUsd', 'workOrderNumber'] as const;

export const screenWorkoverCandidate = transition<ScreenWorkoverCandidateInput>({
  ...CANDIDATE,
  to: 'SCREENED',
  fields: ESTIMATED,
  patch: ({ given, row, moment }) => ({
    ...rankOf({ ...row, ...columnsOf(given, ESTIMATED) }),
    last_editor: moment.actor,
  }),
});

/** Two people decide over a workover: who wants it, and who may spend on it. */
const DECISION = {
  type: 'WorkoverCandidate',
  permission: 'approve',
  reason: 'decision_note',
  judge: ({ row, moment: { actor } }: Facts<RecordStepInput>): UserError[] =>
    actor === row.nominated_by || actor === row.last_editor
      ? [userError('', 'OWN_DECISION', 'who nominated or last edited it may not decide it')]
      : [],
  patch: ({ moment: { actor, now } }: Facts<RecordStepInput>) => ({ approver: actor, decided_at: now.toISOString() }),
} as const;

export const approveWorkoverCandidate = transition<RecordStepInput>({ ...DECISION, to: 'APPROVED' });
export const rejectWorkoverCandidate = transition<RecordStepInput>({ ...DECISION, to: 'REJECTED', givesUp: true });

export const scheduleWorkoverCandidate = transition<PlanWorkoverInput>({
  ...CANDIDATE,
  to: 'SCHEDULED',
  fields: PLAN,
  judge: ({ given, row }) => [
    ...(planned(given, row).planned_start ? [] : [userError('plannedStart', 'REQUIRED', 'a plan has a start')]),
    ...(given.executedAt ? [userError('executedAt', 'INCONSISTENT', 'what is only planned was not done yet')] : []),
  ],
});

export const executeWorkoverCandidate = transition<PlanWorkoverInput>({
  ...CANDIDATE,
  to: 'EXECUTED',
  fields: PLAN,
  judge: ({ given, row, moment }) => {
    const { estimated_cost_usd: cost, contractor, planned_start: start, afe_budget_usd: budget } = planned(given, row);
    return [
      ...costlyErrors({ cost, contractor, start, budget }, 'plannedStart'),
      ...pastErrors('executedAt', given.executedAt, moment.now),
      ...beforeDecision(given, row),
    ];
  },
  patch: ({ given, moment }) => ({ executed_at: given.executedAt ?? moment.now.toISOString() }),
});

function beforeDecision({ executedAt: at }: PlanWorkoverInput, { decided_at: decided }: Row): UserError[] {
  const isBefore = at && Date.parse(at) < Date.parse(String(decided));
  return isBefore ? [userError('executedAt', 'INCONSISTENT', `lies before ${decided}, when it was approved`)] : [];
}

/** The plan as it will be. */
const planned = (given: PlanWorkoverInput, row: Row) => ({
  ...row,
  ...columnsOf(given, PLAN),
});
