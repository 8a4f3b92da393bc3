import { dayAfter, dayAt } from '../days/local-day.js';
import type { NominateWorkoverCandidateInput } from '../generated/resolvers.js';
import type { Patch } from '../events/write.js';
import { inForce } from '../overlay/sides.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create, keysOf } from './changes.js';
import { type Change, command, type Moment } from './command.js';
import type { CommandReads } from './command-reads.js';
import { conflict, refOf, type UserError, userError } from './outcome.js';
import type { Place } from './place.js';
import { allocationsAround, ratesAround } from './producing-days.js';
import { rankOf } from './rank-candidate.js';

export const ESTIMATED = [
  'currentOilBblPerDay',
  'potentialOilBblPerDay',
  'currentGasMcfPerDay',
  'potentialGasMcfPerDay',
  'estimatedCostUsd',
  'paybackDays',
  'riskFactor',
] as const;

type Candidate = Omit<NominateWorkoverCandidateInput, 'completion' | 'clientRequestId' | 'clientAt'>;

/** What is known of a completion before it is nominated. */
interface Candidacy {
  readonly place: Place;
  readonly completion: string;
  /** The candidate for the same reason that is not over. */
  readonly open: Row | undefined;
  /** Rates of today by ProdView's allocations; null where there are none. */
  readonly rates: { readonly oil: number | null; readonly gas: number | null };
}

export const nominateWorkoverCandidate = command({
  permission: 'write:recommendation',
  load: async (given: NominateWorkoverCandidateInput, reads) => {
    const place = await reads.completion('completion', given.completion);
    return loadCandidacy(reads, place, String(place.row.id_rec), given);
  },
  decide: (given, candidacy, moment) => {
    const [error] = candidacyErrors('candidateReason', candidacy);
    if (error && candidacy.open) return conflict(refOf('WorkoverCandidate', candidacy.open), error);
    return { changes: [nominated(given, candidacy, moment)] };
  },
});

export async function loadCandidacy(
  reads: CommandReads,
  place: Place,
  completion: string,
  given: Candidate,
): Promise<Candidacy> {
  const equal = { id_flownet: place.network, completion_id: completion, candidate_reason: given.candidateReason };
  const column = (name: string) => reads.column('WorkoverCandidate', name);
  const isRateGiven = given.currentOilBblPerDay !== undefined && given.currentGasMcfPerDay !== undefined;
  const [[open], rates] = await Promise.all([
    reads.find('WorkoverCandidate', {
      equal,
      and: [...inForce(column), { not: { column: column('status'), in: ['EXECUTED', 'EVALUATED', 'REJECTED'] } }],
      limit: 1,
    }),
    isRateGiven ? { oil: null, gas: null } : ratesOf(reads, place, completion),
  ]);
  return { place, completion, open, rates };
}

export const candidacyErrors = (path: string, { open }: Candidacy): UserError[] =>
  open ? [userError(path, 'ALREADY_EXISTS', 'there is an open candidate for the same reason')] : [];

/** Today is the database's. Days after it have no allocation, so that those before tomorrow are the last ones that there are. */
export async function ratesOf(reads: CommandReads, place: Place, completion: string): Promise<Candidacy['rates']> {
  const tomorrow = dayAfter(dayAt('UTC', await reads.asked.now()), 1);
  const rows = await allocationsAround(reads, place, completion, tomorrow);
  const rate = (uom: 'BBL_PER_DAY' | 'MCF_PER_DAY') => {
    const { before } = ratesAround(rows, tomorrow, uom);
    return before.days > 0 ? before.mean : null;
  };
  return { oil: rate('BBL_PER_DAY'), gas: rate('MCF_PER_DAY') };
}

/** The candidate's record. */
export function nominated(
  given: Candidate,
  { place, completion, rates }: Candidacy,
  moment: Moment,
  link: Patch = {},
): Change {
  const estimated = {
    ...(rates.oil !== null && { current_oil_bbl_per_day: rates.oil }),
    ...(rates.gas !== null && { current_gas_mcf_per_day: rates.gas }),
    ...columnsOf(given, ESTIMATED),
  };
  const patch = {
    ...keysOf(place),
    completion_id: completion,
    ...columnsOf(given, ['candidateReason', 'remark']),
    ...estimated,
    ...rankOf(estimated),
    ...link,
    nominated_by: moment.actor,
    nominated_at: moment.now.toISOString(),
    last_editor: moment.actor,
  };
  return create('WorkoverCandidate', place, moment, patch, 'NOMINATED');
}
