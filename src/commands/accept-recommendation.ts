import type { AcceptRecommendationInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import type { Change } from './command.js';
import type { Stored } from './find.js';
import { candidacyErrors, loadCandidacy, nominated } from './nominate-workover-candidate.js';
import { maybeSame, openRequests, requested } from './open-maintenance-request.js';
import { type UserError, userError } from './outcome.js';
import { decidedBy, decisionErrors } from './recommendation-steps.js';
import type { Subject } from './subject.js';
import { type Facts, transition } from './transition.js';

type Given = AcceptRecommendationInput;
type Accepted = Facts<Given, Following>;

/** What is known of what is to come of it. */
interface Following {
  readonly candidacy: Awaited<ReturnType<typeof loadCandidacy>> | undefined;
  /** Open requests of the same kind for work on the completion. */
  readonly requests: readonly Row[];
}

export const acceptRecommendation = transition<Given, Following>({
  type: 'OptimizationRecommendation',
  permission: 'write:recommendation',
  to: 'ACCEPTED',
  // The database keeps those who wrote a record from events of this kind.
  kind: 'APPROVED',
  reason: 'decision_reason',
  // Of which completion it is, only the recommendation says.
  oneOf: ({ maintenance }) =>
    maintenance ? [`work that was recommended ${(maintenance as Given['maintenance'])?.maintenanceType}`] : [],
  load: async ({ workover, maintenance }, stored, reads) => {
    const { row, place } = stored;
    const [candidacy, requests] = await Promise.all([
      workover ? loadCandidacy(reads, place, String(row.completion_id), workover) : undefined,
      maintenance ? openRequests(reads, subjectOf(stored), maintenance) : [],
    ]);
    return { candidacy, requests };
  },
  judge: (facts) => [
    ...decisionErrors(facts),
    ...(facts.given.workover && facts.given.maintenance
      ? [userError('maintenance', 'INCONSISTENT', 'what comes of it is a workover or a request for work, not both')]
      : []),
    ...(facts.more.candidacy ? candidacyErrors('workover.candidateReason', facts.more.candidacy) : []),
    ...requestErrors(facts),
  ],
  patch: ({ moment }) => decidedBy(moment),
  also: (facts) => [...workoverOf(facts), ...maintenanceOf(facts)],
});

/** The duplicates of a payload are of the type that it is about: a request that may be the same is named by its number. */
function requestErrors({ given: { maintenance }, moment, more: { requests } }: Accepted): UserError[] {
  const [same] = maintenance ? maybeSame(requests, maintenance, moment) : [];
  if (!same) return [];
  const message = `${same.request_number} is open and may be the same; \`force\` says it is not`;
  return [userError('maintenance', 'ALREADY_EXISTS', message)];
}

function workoverOf({ given, row, moment, more: { candidacy } }: Accepted): Change[] {
  if (!given.workover || !candidacy) return [];
  const { oil, gas } = candidacy.rates;
  const expected = {
    potentialOilBblPerDay: sum(oil, row.expected_gain_bbl_per_day),
    potentialGasMcfPerDay: sum(gas, row.expected_gain_mcf_per_day),
    estimatedCostUsd: numberOf(row.estimated_cost_usd),
    paybackDays: numberOf(row.payback_days),
  };
  return [nominated({ ...given.workover, ...expected }, candidacy, moment, linkOf(row))];
}

const subjectOf = ({ row, place }: Stored): Subject => ({
  place,
  columns: { id_flownet: place.network, unit_id: String(row.unit_id), completion_id: String(row.completion_id) },
});

function maintenanceOf(facts: Accepted): Change[] {
  const { maintenance } = facts.given;
  if (!maintenance) return [];
  const { row, moment } = facts;
  const expected = {
    description: String(row.description),
    priority: row.priority as 'LOW' | 'MEDIUM' | 'HIGH',
    estimatedCostUsd: numberOf(row.estimated_cost_usd),
  };
  return [requested({ ...maintenance, ...expected }, subjectOf(facts), moment, linkOf(row))];
}

const linkOf = ({ row_id }: Row) => ({ recommendation_row_id: String(row_id) });
const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);
/** What could be is what is and what it should gain; without either it is not known. */
const sum = (rate: number | null, gain: unknown) => (rate !== null && typeof gain === 'number' ? rate + gain : null);
