import type { ImplementRecommendationInput, RecordStepInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import type { Moment } from './command.js';
import type { Stored } from './find.js';
import { type UserError, userError } from './outcome.js';
import { pastErrors } from './past.js';
import { transition } from './transition.js';

const RECOMMENDATION = { type: 'OptimizationRecommendation', permission: 'write:recommendation' } as const;

/**
 * Why somebody may not decide over a recommendation now: its time is that of the first decision. Who did more than propose
 * it, the database knows.
 */
export function decisionErrors({ row, moment }: { readonly row: Row; readonly moment: Moment }): UserError[] {
  const isOver =
    row.status === 'PROPOSED' && row.expiry_date && Date.parse(String(row.expiry_date)) <= moment.now.getTime();
  if (isOver) return [userError('record', 'NOT_ALLOWED_NOW', `it could be decided until ${row.expiry_date}`)];
  const isOwn = row.row_created_by === moment.actor;
  return isOwn ? [userError('', 'OWN_DECISION', 'who proposed it may not decide over it')] : [];
}

export const decidedBy = ({ actor, now }: Moment) => ({ decided_by: actor, decided_at: now.toISOString() });

export const rejectRecommendation = transition<RecordStepInput>({
  ...RECOMMENDATION,
  to: 'REJECTED',
  givesUp: true,
  reason: 'decision_reason',
  judge: decisionErrors,
  patch: ({ moment }) => decidedBy(moment),
});

export const scheduleRecommendation = transition<RecordStepInput>({
  ...RECOMMENDATION,
  to: 'SCHEDULED',
  reason: 'remark',
});

export const implementRecommendation = transition<ImplementRecommendationInput, Stored | undefined>({
  ...RECOMMENDATION,
  to: 'IMPLEMENTED',
  fields: ['implementedAt', 'actualCostUsd'],
  reason: 'remark',
  load: async (_, { row: { surveillance_event_row_id: event } }, reads) =>
    typeof event === 'string' ? reads.record('SurveillanceEvent', [event]) : undefined,
  judge: ({ given, row, moment, more: event }) => [
    ...pastErrors('implementedAt', given.implementedAt, moment.now),
    ...notBefore(given, row.row_created_date, 'it was proposed'),
    ...notBefore(given, event?.row.detected_at, 'the event that it answers was seen'),
  ],
});

function notBefore({ implementedAt: at }: ImplementRecommendationInput, since: unknown, what: string): UserError[] {
  const isBefore = typeof since === 'string' && Date.parse(at) < Date.parse(since);
  return isBefore ? [userError('implementedAt', 'INCONSISTENT', `lies before ${since}, when ${what}`)] : [];
}
