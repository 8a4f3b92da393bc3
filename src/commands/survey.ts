import type { Reads } from '../loaders/reads.js';
import { byParent, columnIn, rowsOf } from '../production/route-rows.js';
import type { Condition, Row } from '../sources/row-source.js';
import type { ProductionDay } from '../surveillance/production-day.js';
import { daysOf, type Moments } from './survey-days.js';
import type { Surveyed } from './surveyed.js';

/** A completion with all that the rules go by. */
export interface Survey {
  readonly place: Surveyed;
  /** Its days that are over, in no order. */
  readonly days: readonly ProductionDay[];
  /** Limits that are set on it. */
  readonly limits: readonly Row[];
  /** Events that rules raised there, in whatever state. */
  readonly events: readonly Row[];
}

const LABEL = 'command runSurveillanceRules';
const BY = ['completion_id', 'id_flownet'] as const;
const LIMIT = [
  'row_id',
  'constraint_type',
  'product_type',
  'limit_value',
  'limit_uom',
  'limit_direction',
  'effective_from',
  'effective_to',
];
const EVENT = [
  'row_id',
  'row_version',
  'status',
  'rule',
  'detected_at',
  'last_seen_at',
  'occurrences',
  'severity',
  'observed_value',
  'expected_value',
  'threshold',
  'muted_until',
];

/** All that a run goes by: six statements, however many completions there are. */
export async function surveysOf(places: readonly Surveyed[], at: Moments, reads: Reads): Promise<Survey[]> {
  const keys = places.map(({ completion, network }) => [completion, network]);
  const is = (type: string, name: string, value: string): Condition => ({
    column: columnIn(reads, type, name),
    is: 'eq',
    value,
  });
  const inForce = (type: string, ...more: Condition[]) => ({ all: [is(type, 'active_ind', 'Y'), ...more] });
  const of = (type: string, columns: readonly string[], where: Condition) =>
    rowsOf(reads, type, { by: BY, keys, label: LABEL, columns, where });
  const ruled: Condition = { column: columnIn(reads, 'SurveillanceEvent', 'rule'), isNull: false };
  // One that has ended since held on the days before.
  const status = columnIn(reads, 'ProductionConstraint', 'status');
  const set = inForce('ProductionConstraint', { column: status, in: ['ACTIVE', 'EXPIRED'] });
  const [days, limits, events] = await Promise.all([
    daysOf(places, at, reads),
    of('ProductionConstraint', LIMIT, set),
    of('SurveillanceEvent', EVENT, inForce('SurveillanceEvent', ruled)),
  ]);
  const [limitsBy, eventsBy] = [byParent(limits, BY), byParent(events, BY)];
  return places.map((place, index) => {
    const name = JSON.stringify(keys[index]);
    const found = { limits: limitsBy.get(name) ?? [], events: eventsBy.get(name) ?? [] };
    return { place, days: days[index] ?? [], ...found };
  });
}
