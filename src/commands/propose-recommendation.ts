import type { Patch } from '../events/write.js';
import type { ProposeRecommendationInput } from '../generated/resolvers.js';
import { change, columnsOf, create, keysOf } from './changes.js';
import { command } from './command.js';
import type { CommandReads } from './command-reads.js';
import { wasRejected } from './in-force.js';
import { invalid, type UserError, userError } from './outcome.js';
import type { Place } from './place.js';
import { type BeforeStep, stepOf } from './steps.js';

const FIELDS = [
  'description',
  'expectedGainBblPerDay',
  'expectedGainMcfPerDay',
  'estimatedCostUsd',
  'paybackDays',
] as const;
const ANSWERED = 'RECOMMENDED';
/** What is recommended where no rule has fired. */
const NOTHING_SEEN = { type: 'CONTINUE_MONITORING', priority: 'LOW' };

export const proposeRecommendation = command({
  permission: 'write:recommendation',
  load: async (given: ProposeRecommendationInput, reads) => {
    const place = await reads.completion('completion', given.completion);
    return { place, event: given.surveillanceEvent ? await eventOf(reads, given.surveillanceEvent) : undefined };
  },
  decide: (given, { place, event }, moment) => {
    const type = given.recommendationType ?? (event ? undefined : NOTHING_SEEN.type);
    const errors = [
      ...(event ? eventErrors(event, place) : []),
      ...expiryErrors(given, moment.now),
      ...typeErrors(type),
    ];
    if (errors.length > 0) return invalid(...errors);
    const patch = { ...patchOf(given, place, event), recommendation_type: type ?? null };
    const record = create('OptimizationRecommendation', place, moment, patch, 'PROPOSED');
    const answered = event?.step
      ? [change('SurveillanceEvent', event.row, event.place, ANSWERED, { status: ANSWERED })]
      : [];
    return { changes: [record, ...answered], record };
  },
});

const patchOf = (given: ProposeRecommendationInput, place: Place, event: BeforeStep | undefined): Patch => ({
  ...keysOf(place),
  completion_id: String(place.row.id_rec),
  ...columnsOf(given, FIELDS),
  priority: given.priority ?? String(event?.row.severity ?? NOTHING_SEEN.priority),
  ...(given.expiresAt && { expiry_date: given.expiresAt }),
  ...(event && { surveillance_event_row_id: String(event.row.row_id) }),
});

async function eventOf(reads: CommandReads, id: string): Promise<BeforeStep> {
  const event = await reads.target('surveillanceEvent', 'SurveillanceEvent', id);
  return { ...event, step: await stepOf(reads, 'SurveillanceEvent', event.row, ANSWERED) };
}

function eventErrors({ row, step }: BeforeStep, place: Place): UserError[] {
  const isHere = row.completion_id ? row.completion_id === place.row.id_rec : row.facility_id === place.facility;
  if (!isHere || row.id_flownet !== place.network)
    return [userError('surveillanceEvent', 'INCONSISTENT', 'is about something else')];
  if (wasRejected(row)) return [userError('surveillanceEvent', 'NOT_ALLOWED_NOW', 'who reviewed it rejected it')];
  if (step || row.status === ANSWERED) return [];
  return [userError('surveillanceEvent', 'NOT_ALLOWED_NOW', `what is ${row.status} is not being analysed`)];
}

const typeErrors = (type: string | undefined): UserError[] =>
  type ? [] : [userError('recommendationType', 'REQUIRED', 'an event is answered by an action')];

function expiryErrors({ expiresAt }: ProposeRecommendationInput, now: Date): UserError[] {
  const isOver = expiresAt && Date.parse(expiresAt) <= now.getTime();
  return isOver ? [userError('expiresAt', 'OUT_OF_RANGE', 'lies in the past')] : [];
}
