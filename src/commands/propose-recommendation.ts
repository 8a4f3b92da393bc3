import type { ProposeRecommendationInput } from '../generated/resolvers.js';
import { change, columnsOf, create, keysOf } from './changes.js';
import { command } from './command.js';
import type { CommandReads } from './command-reads.js';
import { invalid, type UserError, userError } from './outcome.js';
import type { Place } from './place.js';
import { type BeforeStep, stepOf } from './steps.js';

const FIELDS = [
  'recommendationType',
  'description',
  'priority',
  'expectedGainBblPerDay',
  'expectedGainMcfPerDay',
  'estimatedCostUsd',
  'paybackDays',
] as const;
const ANSWERED = 'RECOMMENDED';

export const proposeRecommendation = command({
  permission: 'write:recommendation',
  load: async (given: ProposeRecommendationInput, reads) => {
    const place = await reads.completion('completion', given.completion);
    return { place, event: given.surveillanceEvent ? await eventOf(reads, given.surveillanceEvent) : undefined };
  },
  decide: (given, { place, event }, moment) => {
    const errors = [...(event ? eventErrors(event, place) : []), ...expiryErrors(given, moment.now)];
    if (errors.length > 0) return invalid(...errors);
    const record = create(
      'OptimizationRecommendation',
      place,
      moment,
      {
        ...keysOf(place),
        completion_id: String(place.row.id_rec),
        ...columnsOf(given, FIELDS),
        ...(given.expiresAt && { expiry_date: given.expiresAt }),
        ...(event && { surveillance_event_row_id: String(event.row.row_id) }),
      },
      'PROPOSED',
    );
    const answered = event?.step
      ? [change('SurveillanceEvent', event.row, event.place, ANSWERED, { status: ANSWERED })]
      : [];
    return { changes: [record, ...answered], record };
  },
});

async function eventOf(reads: CommandReads, id: string): Promise<BeforeStep> {
  const event = await reads.target('surveillanceEvent', 'SurveillanceEvent', id);
  return { ...event, step: await stepOf(reads, 'SurveillanceEvent', event.row, ANSWERED) };
}

function eventErrors({ row, step }: BeforeStep, place: Place): UserError[] {
  const isHere = row.completion_id ? row.completion_id === place.row.id_rec : row.facility_id === place.facility;
  if (!isHere || row.id_flownet !== place.network)
    return [userError('surveillanceEvent', 'INCONSISTENT', 'is about something else')];
  if (step || row.status === ANSWERED) return [];
  return [userError('surveillanceEvent', 'NOT_ALLOWED_NOW', `what is ${row.status} is not being analysed`)];
}

function expiryErrors({ expiresAt }: ProposeRecommendationInput, now: Date): UserError[] {
  const isOver = expiresAt && Date.parse(expiresAt) <= now.getTime();
  return isOver ? [userError('expiresAt', 'OUT_OF_RANGE', 'lies in the past')] : [];
}
