import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import type { Warning } from './outcome.js';
import type { Place } from './place.js';
import { hoursWarnings, NOTHING, type Reported, reportedMeanwhile } from './reported-hours.js';
import { statusAt, statusWarnings } from './status-conflicts.js';

/** What is recorded beside a downtime that can contradict its times. */
export interface Meanwhile {
  /** What is reported of the days that it touches. */
  readonly reported: Reported;
  /** The recorded status of its completion at its end, or now where it has none. */
  readonly status: Row | undefined;
}

/** For what leaves the times as they are. */
export const NOTHING_MEANWHILE: Meanwhile = { reported: NOTHING, status: undefined };

/** @param event  as it will be */
export async function recordedMeanwhile(event: Row, place: Place, reads: CommandReads): Promise<Meanwhile> {
  const end = typeof event.ended_at === 'string' ? event.ended_at : null;
  const [reported, status] = await Promise.all([
    reportedMeanwhile(event, place, String(event.completion_id), reads),
    statusAt(event, end, reads),
  ]);
  return { reported, status };
}

/** What is said wherever the times of a downtime are: it is written all the same. */
export const conflictWarnings = (event: Row, { reported, status }: Meanwhile, place: Place, now: Date): Warning[] => [
  ...statusWarnings(event, status),
  ...hoursWarnings(event, reported, place, now),
];
