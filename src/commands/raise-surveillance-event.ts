import type { RaiseSurveillanceEventInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { change, columnsOf, create, unreviewed } from './changes.js';
import { type Change, command, type Moment } from './command.js';
import type { CommandReads } from './command-reads.js';
import { pastErrors } from './past.js';
import { invalid, type UserError, userError } from './outcome.js';
import { sameSubject, type Subject, subjectOf } from './subject.js';

/** What a rule saw: of an event that it counts on, what it saw last. */
const SEEN = [
  'severity',
  'metric',
  'observedValue',
  'expectedValue',
  'threshold',
  'uom',
  'description',
  'evidence',
] as const;
const FIELDS = ['eventType', 'detectedAt', 'detectionSource', 'rule', 'assignedTo', ...SEEN] as const;
const OVER = ['CLOSED', 'DISMISSED'];

type Given = RaiseSurveillanceEventInput;

export const raiseSurveillanceEvent = command({
  permission: 'write:surveillance',
  load: async (given: Given, reads) => {
    const subject = await subjectOf(given, ['completion', 'facility'], reads);
    return { subject, events: given.rule ? await eventsOfRule(reads, subject, given.rule) : [] };
  },
  decide: (given, { subject, events }, moment) => {
    const errors = [...pastErrors('detectedAt', given.detectedAt, moment.now), ...ruleErrors(given, events)];
    if (errors.length > 0) return invalid(...errors);
    const open = events.find(({ status }) => !OVER.includes(String(status)));
    return { changes: [open ? seenAgain(given, open, subject) : firstSeen(given, subject, moment)] };
  },
});

/** Events of the rule on the same subject that are open, or keep it silent. */
function eventsOfRule(reads: CommandReads, subject: Subject, rule: string): Promise<Row[]> {
  const column = (name: string) => reads.column('SurveillanceEvent', name);
  return reads.find('SurveillanceEvent', {
    equal: { ...sameSubject(subject), rule },
    and: [
      { column: column('active_ind'), is: 'eq', value: 'Y' },
      { not: { column: column('status'), in: ['CLOSED'] } },
    ],
    newest: 'detected_at',
  });
}

function ruleErrors({ rule, detectionSource, detectedAt }: Given, events: readonly Row[]): UserError[] {
  if (detectionSource === 'RULE' && !rule) return [userError('rule', 'REQUIRED', 'a rule that saw it has a name')];
  const silent = events.find((event) => event.status === 'DISMISSED' && isBefore(detectedAt, event.muted_until));
  return silent ? [userError('rule', 'NOT_ALLOWED_NOW', `the rule is silent here until ${silent.muted_until}`)] : [];
}

const isBefore = (moment: string, until: unknown) => Date.parse(moment) < Date.parse(String(until));

const firstSeen = (given: Given, { place, columns }: Subject, moment: Moment): Change =>
  create(
    'SurveillanceEvent',
    place,
    moment,
    { ...columns, ...columnsOf(given, FIELDS), last_seen_at: given.detectedAt },
    'RAISED',
  );

/** What comes late counts, and does not overwrite what was seen after it. The first and last moment seen count once. */
function seenAgain(given: Given, open: Row, { place }: Subject): Change {
  const last = String(open.last_seen_at ?? open.detected_at);
  const isLate = isBefore(given.detectedAt, last);
  const seen = isLate ? {} : { ...columnsOf(given, SEEN), last_seen_at: given.detectedAt };
  const first = isBefore(given.detectedAt, open.detected_at) && { detected_at: given.detectedAt };
  const isCounted = [open.detected_at, last].some(
    (moment) => Date.parse(String(moment)) === Date.parse(given.detectedAt),
  );
  return change('SurveillanceEvent', open, place, 'SEEN_AGAIN', {
    occurrences: Number(open.occurrences) + (isCounted ? 0 : 1),
    ...seen,
    ...first,
    ...unreviewed(open),
  });
}
