import type { Claims } from './categories.js';

/** What is known of one completion on one day beside its volume. BOE where nothing else is said. */
export interface DayEvidence {
  readonly boe: number | null;
  /** Hours down; null where nobody says. */
  readonly downtimeHours: number | null;
  /** How long the local day is: 23 to 25 hours. */
  readonly dayHours: number;
  /** What ProdView says was not produced because the completion was down or held back; null or 0 where it says nothing. */
  readonly deferred: number | null;
  /** Whether a limit was in force at any time of the day. */
  readonly isConstrained: boolean;
  /** What the limits in force say that they cost, for as much of the day as they held. */
  readonly heldBack: number;
  /** What the completion's own measurement said before allocation, or the field's first report; null where nothing did. */
  readonly measured: number | null;
  /** What that became: the allocated volume, or the report in force. */
  readonly counted: number | null;
  /** Whether the two are the field's reports. */
  readonly isReport: boolean;
}

export interface WellEvidence {
  readonly today: DayEvidence;
  readonly previous: DayEvidence;
  /** Rates of a valid test of the day and of the valid one before it, a day. */
  readonly test: { readonly before: number; readonly after: number } | null;
  /** Means of whole days of the two halves of the time before the day; null where they are too few. */
  readonly trend: { readonly earlier: number; readonly recent: number; readonly days: number } | null;
}

export type Versus = 'TARGET' | 'PREVIOUS';

/** What the evidence says of why a completion made more or less than the base: each claim stands for itself. */
export function claimsOf(versus: Versus, base: number, evidence: WellEvidence): Claims {
  const lost = versus === 'TARGET' ? againstTarget(base, evidence.today) : againstPrevious(evidence);
  const step = stepOf(evidence);
  const decline = versus === 'TARGET' ? shortfall(base, evidence) : step === 0 ? fall(evidence) : 0;
  const claims = {
    DOWNTIME: -lost.down,
    CONSTRAINT: -lost.held,
    DECLINE: decline,
    TEST_CHANGE: step,
    MEASUREMENT: recorrected(evidence),
  };
  return Object.fromEntries(Object.entries(claims).filter(([, boe]) => Number.isFinite(boe) && boe !== 0));
}

interface Lost {
  readonly down: number;
  readonly held: number;
}

const downShare = ({ downtimeHours, dayHours }: DayEvidence) =>
  Math.min(1, Math.max(0, downtimeHours ?? 0) / Math.max(dayHours, 1));
const onShare = (day: DayEvidence) => 1 - downShare(day);

const againstTarget = (target: number, today: DayEvidence): Lost => lostOn(today, Math.max(0, target));

/** What was lost on the day beyond what was lost on the day before. */
function againstPrevious({ today, previous }: WellEvidence): Lost {
  const potential = wholeDay(today, previous);
  const [now, before] = [lostOn(today, potential), lostOn(previous, potential)];
  return { down: now.down - before.down, held: now.held - before.held };
}

/** What a whole day would have made: by the day that was on stream longer. */
function wholeDay(today: DayEvidence, previous: DayEvidence): number {
  const day = onShare(today) > onShare(previous) ? today : previous;
  return onShare(day) > 0 ? (day.boe ?? 0) / onShare(day) : 0;
}

/** Deferment as ProdView has it, else hours down at the potential and what limits in force say that they cost. */
function lostOn(day: DayEvidence, potential: number): Lost {
  const byHours = potential * downShare(day);
  const deferred = day.deferred ?? 0;
  if (deferred <= 0) return { down: byHours, held: day.heldBack };
  if (downShare(day) === 0) return { down: 0, held: deferred };
  const down = day.isConstrained ? Math.min(deferred, byHours) : deferred;
  return { down, held: deferred - down };
}

/** What a new test moved, for as long as the completion was on stream. */
const stepOf = ({ test, today }: WellEvidence) => (test ? (test.after - test.before) * onShare(today) : 0);

/** A day of a falling trend. */
function fall({ trend, today }: WellEvidence): number {
  return trend && trend.recent < trend.earlier ? ((trend.recent - trend.earlier) / trend.days) * onShare(today) : 0;
}

/** What a falling trend had taken from the target before the day. */
function shortfall(target: number, { trend, today }: WellEvidence): number {
  return trend && trend.recent < trend.earlier ? Math.min(0, trend.recent - target) * onShare(today) : 0;
}

/** Less was measured than says anything of a factor. Unit: BOE. */
const LEAST_MEASURED = 1;

/** By how much more the measurement was corrected than with the factor of the day before. */
function recorrected({ today: { measured, counted, isReport }, previous }: WellEvidence): number {
  if (measured === null || counted === null) return 0;
  const hasFactor = previous.measured !== null && previous.measured >= LEAST_MEASURED && previous.counted !== null;
  if (!hasFactor) return isReport ? counted - measured : 0;
  return counted - (measured * (previous.counted ?? 0)) / (previous.measured ?? 1);
}
