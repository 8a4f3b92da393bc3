import type { Patch } from '../events/write.js';
import type { Row } from '../sources/row-source.js';
import { OF_LIMIT } from '../surveillance/breaches.js';
import type { Sighting } from '../surveillance/verdict.js';
import { change, create, unreviewed } from './changes.js';
import type { Change, Moment } from './command.js';
import { wasRejected } from './in-force.js';
import type { Site } from './surveyed.js';

/** What becomes of what a rule saw. */
export type Found =
  | { readonly is: 'RAISED' | 'SEEN_AGAIN'; readonly change: Change }
  /** The same day was seen before, its event was closed since, or somebody else told the same. */
  | { readonly is: 'KNOWN' }
  /** The rule was put aside, and its moment has not come. */
  | { readonly is: 'MUTED' };

interface At {
  readonly place: Site;
  /** When the day that was seen ended. */
  readonly detectedAt: string;
  /** The run that sees it. */
  readonly run: string;
}

/**
 * A rule has one open event of a completion. A further day counts on it; the same day again only brings it up to date.
 * @param events  those there, whatever their state: of the rules, and of others at the moments that are looked at
 */
export function found(sighting: Sighting, events: readonly Row[], at: At, moment: Moment): Found {
  const own = events.filter(({ rule }) => rule === sighting.rule);
  const silent = own.some(({ status, muted_until }) => status === 'DISMISSED' && isBefore(at.detectedAt, muted_until));
  if (silent) return { is: 'MUTED' };
  const open = own.find(({ status }) => status !== 'CLOSED' && status !== 'DISMISSED');
  if (open) return seenAgain(sighting, open, at);
  const over = own.some(({ last_seen_at, detected_at }) => !isBefore(last_seen_at ?? detected_at, at.detectedAt));
  return over || events.some((event) => tellsTheSame(event, sighting, at))
    ? { is: 'KNOWN' }
    : { is: 'RAISED', change: raised(sighting, at, moment) };
}

/**
 * Of a kind and moment there is one event, whoever raised it: by hand, or by another engine's rule. Limits that are set have
 * an event each.
 */
const tellsTheSame = (event: Row, sighting: Sighting, { detectedAt }: At) => {
  const { event_type, detected_at, rule } = event;
  return (
    !wasRejected(event) &&
    event_type === sighting.eventType &&
    Date.parse(String(detected_at)) === Date.parse(detectedAt) &&
    limitOf(rule) === limitOf(sighting.rule)
  );
};

const limitOf = (rule: unknown) => (String(rule).startsWith(OF_LIMIT) ? rule : null);

const isBefore = (moment: unknown, other: unknown) => Date.parse(String(moment)) < Date.parse(String(other));

function seenAgain(sighting: Sighting, open: Row, { place, detectedAt, run }: At): Found {
  const last = open.last_seen_at ?? open.detected_at;
  const isNew = isBefore(last, detectedAt);
  // A run of days gone by says nothing of what was seen after them.
  if (!isNew && isBefore(detectedAt, last)) return { is: 'KNOWN' };
  const seen = seenOf(sighting);
  const isSame = ['severity', 'observed_value', 'expected_value', 'threshold'].every((name) =>
    alike(open[name], seen[name]),
  );
  if (!isNew && isSame) return { is: 'KNOWN' };
  const counted = isNew && { occurrences: Number(open.occurrences) + 1, last_seen_at: detectedAt };
  const patch = { ...seen, ...counted, surveillance_run_row_id: run, ...unreviewed(open) };
  return { is: 'SEEN_AGAIN', change: change('SurveillanceEvent', open, routing(place), 'SEEN_AGAIN', patch) };
}

/** Numbers come from the store as it keeps them, with fewer digits than they were worked out with. */
function alike(kept: unknown, now: unknown): boolean {
  if (typeof now !== 'number') return (kept ?? null) === (now ?? null);
  return kept !== null && Math.abs(Number(kept) - now) <= 1e-6 * Math.max(1, Math.abs(now));
}

function raised(sighting: Sighting, { place, detectedAt, run }: At, moment: Moment): Change {
  const patch = {
    id_flownet: place.network,
    ...(place.completion === null
      ? { facility_id: place.facility }
      : { unit_id: place.unit, completion_id: place.completion }),
    event_type: sighting.eventType,
    detection_source: 'RULE',
    rule: sighting.rule,
    detected_at: detectedAt,
    last_seen_at: detectedAt,
    surveillance_run_row_id: run,
    ...seenOf(sighting),
  };
  return create('SurveillanceEvent', routing(place), moment, patch, 'RAISED');
}

const seenOf = (sighting: Sighting): Patch => ({
  severity: sighting.severity,
  metric: sighting.metric,
  observed_value: sighting.observed,
  expected_value: sighting.expected,
  threshold: sighting.threshold,
  uom: sighting.uom,
  description: sighting.description,
  evidence: sighting.evidence,
});

const routing = ({ network, unit, facility, route }: Site) => ({ network, unit, facility, route });
