import type { LimitUnit, Severity, SurveillanceEventType } from '../generated/resolvers.js';

/** What a rule saw, with all that says why. */
export interface Sighting {
  /** The local day that it saw. */
  readonly day: string;
  readonly rule: string;
  readonly eventType: SurveillanceEventType;
  readonly severity: Severity;
  readonly metric: string;
  readonly observed: number;
  readonly expected: number | null;
  readonly threshold: number;
  readonly uom: LimitUnit | 'MCF_PER_BBL';
  readonly description: string;
  readonly evidence: Readonly<Record<string, string | number>>;
}

/** What a rule says of a completion; it says nothing where it has too little to go by. */
export type Verdict = Sighting | 'QUIET' | 'NOT_JUDGED';

export const isSighting = (verdict: Verdict): verdict is Sighting => typeof verdict === 'object';
