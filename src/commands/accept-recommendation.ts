import type { AcceptRecommendationInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import type { Change } from './command.js';
import { candidacyErrors, loadCandidacy, nominated } from './nominate-workover-candidate.js';
import { requested } from './open-maintenance-request.js';
import { userError } from './outcome.js';
import { decidedBy, decisionErrors } from './recommendation-steps.js';
import { type Facts, transition } from './transition.js';

type Given = AcceptRecommendationInput;
type Candidacy = Awaited<ReturnType<typeof loadCandidacy>>;
type Accepted = Facts<Given, Candidacy | undefined>;

export const acceptRecommendation = transition<Given, Candidacy | undefined>({
  type: 'OptimizationRecommendation',
  permission: 'write:recommendation',
  to: 'ACCEPTED',
  // The database keeps those who wrote a record from events of this kind.
  kind: 'APPROVED',
  reason: 'decision_reason',
  load: async ({ workover }, { row, place }, reads) =>
    workover ? loadCandidacy(reads, place, String(row.completion_id), workover) : undefined,
  judge: (facts) => [
    ...decisionErrors(facts),
    ...(facts.given.workover && facts.given.maintenance
      ? [userError('maintenance', 'INCONSISTENT', 'what comes of it is a workover or a request for work, not both')]
      : []),
    ...(facts.more ? candidacyErrors('workover.candidateReason', facts.more) : []),
  ],
  patch: ({ moment }) => decidedBy(moment),
  also: (facts) => [...workoverOf(facts), ...maintenanceOf(facts)],
});

function workoverOf({ given, row, moment, more }: Accepted): Change[] {
  if (!given.workover || !more) return [];
  const { oil, gas } = more.rates;
  const expected = {
    potentialOilBblPerDay: sum(oil, row.expected_gain_bbl_per_day),
    potentialGasMcfPerDay: sum(gas, row.expected_gain_mcf_per_day),
    estimatedCostUsd: numberOf(row.estimated_cost_usd),
    paybackDays: numberOf(row.payback_days),
  };
  return [nominated({ ...given.workover, ...expected }, more, moment, linkOf(row))];
}

function maintenanceOf({ given: { maintenance }, row, place, moment }: Accepted): Change[] {
  if (!maintenance) return [];
  const columns = { id_flownet: place.network, unit_id: String(row.unit_id), completion_id: String(row.completion_id) };
  const expected = {
    description: String(row.description),
    priority: row.priority as 'LOW' | 'MEDIUM' | 'HIGH',
    estimatedCostUsd: numberOf(row.estimated_cost_usd),
  };
  return [requested({ ...maintenance, ...expected }, { place, columns }, moment, linkOf(row))];
}

const linkOf = ({ row_id }: Row) => ({ recommendation_row_id: String(row_id) });
const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);
/** What could be is what is and what it should gain; without either it is not known. */
const sum = (rate: number | null, gain: unknown) => (rate !== null && typeof gain === 'number' ? rate + gain : null);
