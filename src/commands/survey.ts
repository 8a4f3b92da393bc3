import { dayAfter } from '../days/local-day.js';
import type { Reads } from '../loaders/reads.js';
import { inForce, near } from '../overlay/sides.js';
import { byParent, columnIn, rowsOf } from '../production/route-rows.js';
import type { Condition, Key, Row } from '../sources/row-source.js';
import { everHeld } from '../surveillance/limit-time.js';
import { LATEST_WITHIN_DAYS } from '../surveillance/limits.js';
import type { ProductionDay } from '../surveillance/production-day.js';
import { daysOf, type Moments } from './survey-days.js';
import { facilityDaysOf } from './survey-facility-days.js';
import type { Site, Surveyed, SurveyedFacility } from './surveyed.js';

/** A completion or a facility with all that the rules go by. */
export interface Survey {
  readonly place: Site;
  /** Its days that are over, in no order. */
  readonly days: readonly ProductionDay[];
  /** What a facility sent out on those days. */
  readonly sent?: readonly ProductionDay[];
  /** Limits that are set on it. */
  readonly limits: readonly Row[];
  /** Events that rules raised there, in whatever state, and of others those around the last days that are looked at. */
  readonly events: readonly Row[];
}

const LABEL = 'command runSurveillanceRules';
const LIMIT = [
  'row_id',
  'constraint_type',
  'product_type',
  'limit_value',
  'limit_uom',
  'limit_direction',
  'effective_from',
  'effective_to',
  'status',
  'row_changed_date',
];
const EVENT = [
  'row_id',
  'row_version',
  'status',
  'rule',
  'event_type',
  'detected_at',
  'last_seen_at',
  'occurrences',
  'severity',
  'observed_value',
  'expected_value',
  'threshold',
  'muted_until',
  'row_quality',
];

/** All that the rules go by: six statements, however many completions there are. */
export async function surveysOf(places: readonly Surveyed[], at: Moments, reads: Reads): Promise<Survey[]> {
  const keys = places.map(({ completion, network }): Key => [completion, network]);
  const [days, set] = await Promise.all([daysOf(places, at, reads), setOn('completion_id', keys, at, reads)]);
  return places.map((place, index) => ({ place, days: days[index] ?? [], ...set(index) }));
}

/** The same for limits that are set on facilities: four statements, and none where there is no facility. */
export async function facilitySurveysOf(
  places: readonly SurveyedFacility[],
  at: Moments,
  reads: Reads,
): Promise<Survey[]> {
  const keys = places.map(({ facility, network }): Key => [facility, network]);
  const [days, set] = await Promise.all([facilityDaysOf(places, at, reads), setOn('facility_id', keys, at, reads)]);
  return places.map((place, index) => ({ place, ...(days[index] ?? { days: [], sent: [] }), ...set(index) }));
}

/** Limits that are set on these and events that were raised there, by their places in the list. */
async function setOn(subject: 'completion_id' | 'facility_id', keys: readonly Key[], { asOf }: Moments, reads: Reads) {
  const by = [subject, 'id_flownet'] as const;
  const of = (type: string, columns: readonly string[], all: readonly Condition[]) =>
    rowsOf(reads, type, { by, keys, label: LABEL, columns, where: { all } });
  const limit = (name: string) => columnIn(reads, 'ProductionConstraint', name);
  const event = (name: string) => columnIn(reads, 'SurveillanceEvent', name);
  const [limits, events] = await Promise.all([
    // A limit that has ended or was relieved since held on the days before.
    of('ProductionConstraint', LIMIT, [
      ...inForce(limit),
      { column: limit('status'), in: ['ACTIVE', 'EXPIRED', 'RELIEVED'] },
    ]),
    // What somebody found of an event holds until the rule sees it again.
    of('SurveillanceEvent', EVENT, [{ column: event('active_ind'), is: 'eq', value: 'Y' }, ofRulesOrLate(asOf, reads)]),
  ]);
  const [limitsBy, eventsBy] = [byParent(limits.filter(everHeld), by), byParent(events, by)];
  return (index: number) => {
    const name = JSON.stringify(keys[index]);
    return { limits: limitsBy.get(name) ?? [], events: eventsBy.get(name) ?? [] };
  };
}

/** Events of rules, and any that may be of the end of a last day that is looked at. */
function ofRulesOrLate(asOf: string, reads: Reads): Condition {
  const column = (name: string) => columnIn(reads, 'SurveillanceEvent', name);
  const late = { from: dayAfter(asOf, -LATEST_WITHIN_DAYS), to: dayAfter(asOf) };
  return { any: [{ column: column('rule'), isNull: false }, { all: near(column('detected_at'), late) }] };
}
