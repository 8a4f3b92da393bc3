import type {
  PlanMaintenanceRequestInput,
  RecordStepInput,
  ReviewMaintenanceRequestInput,
  ScopeMaintenanceRequestInput,
  StartMaintenanceRequestInput,
} from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf } from './changes.js';
import type { Moment } from './command.js';
import { costlyErrors } from './costly-work.js';
import { type UserError, userError } from './outcome.js';
import { pastErrors } from './past.js';
import { type Facts, transition } from './transition.js';

const REQUEST = { type: 'MaintenanceRequest', permission: 'write:maintenance' } as const;
const SCOPE = [
  'isSafetyCritical',
  'conditions',
  'priority',
  'dueDate',
  'instructions',
  'description',
  'estimatedCostUsd',
  'estimatedHours',
] as const;
const PLAN = ['scheduledStart', 'scheduledEnd', 'estimatedCostUsd', 'contractor', 'afeNumber', 'afeBudgetUsd'] as const;
const DONE = ['actualEnd', 'actualCostUsd', 'performedBy', 'partsReplaced', 'notes'] as const;

/** What was approved was the work as it stood: of other work somebody decides again. */
const edited = ({ actor }: Moment) => ({ last_editor: actor, hse_approver: null, hse_approved_at: null });

export const scopeMaintenanceRequest = transition<ScopeMaintenanceRequestInput>({
  ...REQUEST,
  to: 'SCOPED',
  fields: SCOPE,
  reason: 'remark',
  patch: ({ moment }) => edited(moment),
});

export const planMaintenanceRequest = transition<PlanMaintenanceRequestInput>({
  ...REQUEST,
  to: 'PLANNED',
  fields: PLAN,
  judge: ({ given: { scheduledStart, scheduledEnd } }) => endErrors('scheduledEnd', scheduledStart, scheduledEnd),
  patch: ({ moment }) => edited(moment),
});

export const startMaintenanceRequest = transition<StartMaintenanceRequestInput>({
  ...REQUEST,
  to: 'IN_PROGRESS',
  reason: 'remark',
  judge: ({ given, row, moment }) => {
    const { estimated_cost_usd: cost, contractor, scheduled_start: start, afe_budget_usd: budget } = row;
    const lacking = costlyErrors({ cost, contractor, start, budget }, 'scheduledStart');
    return [...planMissing(lacking), ...pastErrors('actualStart', given.actualStart, moment.now)];
  },
  patch: ({ given, row, moment }) => ({
    actual_start: (row.actual_start as string | null) ?? given.actualStart ?? moment.now.toISOString(),
    actual_end: null,
  }),
});

/** What a costly request lacks is said by its plan, and not by who begins. */
function planMissing(lacking: readonly UserError[]): UserError[] {
  if (lacking.length === 0) return [];
  const fields = lacking.map(({ path }) => path.join('.')).join(', ');
  const way = 'scope it again with a reason, and plan it with them';
  return [
    userError(
      'record',
      'NOT_ALLOWED_NOW',
      `its plan lacks ${fields}, which work above 50,000 US dollars needs; ${way}`,
    ),
  ];
}

export const reviewMaintenanceRequest = transition<ReviewMaintenanceRequestInput>({
  ...REQUEST,
  to: 'UNDER_REVIEW',
  fields: DONE,
  judge: doneErrors,
});

export const completeMaintenanceRequest = transition<ReviewMaintenanceRequestInput>({
  ...REQUEST,
  to: 'COMPLETED',
  fields: DONE,
  judge: (facts) => [...doneErrors(facts), ...endMissing(facts), ...safetyErrors(facts.row)],
});

export const cancelMaintenanceRequest = transition<RecordStepInput>({
  ...REQUEST,
  to: 'CANCELLED',
  givesUp: true,
  reason: 'cancel_reason',
});

type Reviewed = Facts<ReviewMaintenanceRequestInput>;

function doneErrors({ given: { actualEnd }, row, moment }: Reviewed): UserError[] {
  return [...pastErrors('actualEnd', actualEnd, moment.now), ...endErrors('actualEnd', row.actual_start, actualEnd)];
}

function endMissing({ given, row }: Reviewed): UserError[] {
  const { actual_end } = { ...row, ...columnsOf(given, DONE) };
  return actual_end ? [] : [userError('actualEnd', 'REQUIRED', 'work that is completed has an end')];
}

const safetyErrors = ({ is_safety_critical, hse_approver }: Row): UserError[] =>
  is_safety_critical === true && !hse_approver
    ? [userError('record', 'NOT_ALLOWED_NOW', 'safety-critical work is approved for HSE before it is completed')]
    : [];

/** Work may end as it begins. */
const endErrors = (path: string, from: unknown, to: string | null | undefined): UserError[] =>
  to && from && Date.parse(to) < Date.parse(String(from))
    ? [userError(path, 'INCONSISTENT', 'lies before the start')]
    : [];
