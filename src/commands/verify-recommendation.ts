import type { VerifyRecommendationInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change } from './changes.js';
import type { Change } from './command.js';
import type { CommandReads } from './command-reads.js';
import type { Stored } from './find.js';
import { dayAt } from '../days/local-day.js';
import { type UserError, userError } from './outcome.js';
import { allocationsAround, downAround, FEWEST_PRODUCING_DAYS, type RateUnit, ratesAround } from './producing-days.js';
import { type BeforeStep, stepOf } from './steps.js';
import { type Facts, transition } from './transition.js';

type Given = VerifyRecommendationInput;

/** What a recommendation is held against. */
interface Outcome {
  /** Without the days that downtimes recorded here touch. */
  readonly allocations: readonly Row[];
  /** The event that it answers, where it is still to be closed. */
  readonly event: BeforeStep | undefined;
}

export const verifyRecommendation = transition<Given, Outcome>({
  type: 'OptimizationRecommendation',
  permission: 'write:recommendation',
  to: 'VERIFIED',
  fields: ['actualCostUsd'],
  load: async (_, { row, place }, reads) => {
    const day = dayOf({ row, place });
    const completion = String(row.completion_id);
    const [days, down, event] = await Promise.all([
      allocationsAround(reads, place, completion, day),
      downAround(reads, place, completion, day),
      eventOf(reads, row),
    ]);
    const isUp = ({ allocation_date: on }: Row) => !down.has(String(on).slice(0, 10));
    return { allocations: days.filter(isUp), event };
  },
  judge: (facts) => {
    const { before, after } = rates(facts);
    return [...tooFew(before.days, 'before'), ...tooFew(after.days, 'after')];
  },
  patch: (facts) => {
    const { before, after } = rates(facts);
    return { baseline_rate: before.mean, actual_gain: after.mean - before.mean, rate_uom: unitOf(facts.row) };
  },
  also: closedEvent,
});

/** The local day on which the work was done. */
const dayOf = ({ row, place }: Stored) => dayAt(place.zone ?? 'UTC', new Date(String(row.implemented_at)));

/** A gain is told in the unit that it was expected in: of oil, where both were. */
const unitOf = (row: Row): RateUnit =>
  row.expected_gain_bbl_per_day === null && row.expected_gain_mcf_per_day !== null ? 'MCF_PER_DAY' : 'BBL_PER_DAY';

const rates = (facts: Facts<Given, Outcome>) => ratesAround(facts.more.allocations, dayOf(facts), unitOf(facts.row));

function tooFew(days: number, side: 'before' | 'after'): UserError[] {
  if (days >= FEWEST_PRODUCING_DAYS) return [];
  const said = `there are ${days} producing days ${side} the work, and ${FEWEST_PRODUCING_DAYS} are needed`;
  return [userError('record', 'NOT_ALLOWED_NOW', said)];
}

async function eventOf(reads: CommandReads, { surveillance_event_row_id: id }: Row): Promise<BeforeStep | undefined> {
  const event = typeof id === 'string' ? await reads.record('SurveillanceEvent', [id]) : undefined;
  return event && { ...event, step: await stepOf(reads, 'SurveillanceEvent', event.row, 'CLOSED') };
}

function closedEvent({ more: { event }, moment: { actor, now } }: Facts<Given, Outcome>): Change[] {
  if (!event?.step) return [];
  const closed = { closed_by: actor, closed_at: now.toISOString(), close_reason: 'Its recommendation was verified.' };
  return [change('SurveillanceEvent', event.row, event.place, 'CLOSED', { status: 'CLOSED', ...closed })];
}
