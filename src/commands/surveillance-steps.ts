import type {
  AcknowledgeSurveillanceEventInput,
  DismissSurveillanceEventInput,
  RecordStepInput,
} from '../generated/resolvers.js';
import type { Moment } from './command.js';
import { userError } from './outcome.js';
import { transition } from './transition.js';

/** A rule is not silenced for ever: what is put aside comes back. */
const LONGEST_SILENCE_DAYS = 366;
const DAY_MS = 86_400_000;

const EVENT = { type: 'SurveillanceEvent', permission: 'write:surveillance' } as const;
const closedBy = ({ actor, now }: Moment) => ({ closed_by: actor, closed_at: now.toISOString() });

export const acknowledgeSurveillanceEvent = transition<AcknowledgeSurveillanceEventInput>({
  ...EVENT,
  to: 'ACKNOWLEDGED',
  fields: ['assignedTo'],
  patch: ({ moment: { actor, now } }) => ({ acknowledged_by: actor, acknowledged_at: now.toISOString() }),
});

export const analyseSurveillanceEvent = transition<RecordStepInput>({ ...EVENT, to: 'IN_ANALYSIS' });

export const closeSurveillanceEvent = transition<RecordStepInput>({
  ...EVENT,
  to: 'CLOSED',
  givesUp: true,
  reason: 'close_reason',
  patch: ({ moment }) => closedBy(moment),
});

export const dismissSurveillanceEvent = transition<DismissSurveillanceEventInput>({
  ...EVENT,
  to: 'DISMISSED',
  givesUp: true,
  reason: 'close_reason',
  fields: ['mutedUntil'],
  judge: ({ given, moment }) => {
    const days = (Date.parse(given.mutedUntil) - moment.now.getTime()) / DAY_MS;
    return days > 0 && days <= LONGEST_SILENCE_DAYS
      ? []
      : [userError('mutedUntil', 'OUT_OF_RANGE', `lies not within the next ${LONGEST_SILENCE_DAYS} days`)];
  },
  patch: ({ moment }) => closedBy(moment),
});
