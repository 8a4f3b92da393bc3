import type { Viewer } from '../auth/viewer.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads, Stored } from './command-reads.js';
import { overlapping } from './downtime-overlaps.js';
import type { Place } from './place.js';
import type { Step } from './transitions.js';

export type Asker = Pick<Viewer, 'id' | 'role' | 'permissions'>;

/** What every step of a downtime's way to its approval stands on. */
export interface DowntimeFacts {
  readonly row: Row;
  readonly place: Place;
  readonly asker: Asker;
  /** The steps that the catalogue allows. */
  readonly transitions: readonly Step[];
  /** The steps of its approval that are in force, in their order. */
  readonly approvals: readonly Row[];
  /** The policy of those steps. */
  readonly policy: Row | undefined;
}

/** What an event needs beside to be put before those who decide. */
export interface Submission extends DowntimeFacts {
  /** The reasons of the event as it will be, by their codes. */
  readonly reasons: ReadonlyMap<string, Row>;
  /** The policy of the deepest of them that has one. */
  readonly asked: Row | undefined;
  /** Events of the completion that overlap it and are submitted or approved. */
  readonly overlaps: readonly Row[];
}

interface Named {
  readonly record: string;
  readonly expectedVersion?: number | null;
}

/** The event that a request names. @throws Refused  as `CommandReads.target` does */
export const targetOf = ({ record, expectedVersion }: Named, reads: CommandReads): Promise<Stored> =>
  reads.target('record', 'DowntimeEvent', record, expectedVersion);

/** @throws Refused  as `CommandReads.target` does */
export async function downtimeFacts(given: Named, reads: CommandReads): Promise<DowntimeFacts> {
  const { row, place } = await targetOf(given, reads);
  const [transitions, approvals] = await Promise.all([
    reads.find('EntityTransition', { equal: { entity: 'downtime_event' } }),
    reads.find('DowntimeApproval', { equal: { downtime_event_row_id: String(row.row_id), active_ind: 'Y' } }),
  ]);
  approvals.sort((one, other) => Number(one.step) - Number(other.step));
  const policy = await policyNamed(approvals[0]?.policy_id, reads);
  return { row, place, asker: reads.asked.viewer, transitions: transitions as unknown as Step[], approvals, policy };
}

/** @param after  the event as it will be, where it changes before it is submitted */
export async function submissionOf(facts: DowntimeFacts, after: Row, reads: CommandReads): Promise<Submission> {
  const codes = [after.reason_code_1, after.reason_code_2, after.reason_code_3].filter((code) => code !== null);
  const [found, overlaps] = await Promise.all([
    Promise.all(codes.map((code) => reads.find('DowntimeReason', { equal: { code: String(code) } }))),
    overlapping(after, reads),
  ]);
  const rows = found.flat();
  const reasons = new Map(rows.map((row) => [String(row.code), row]));
  const asked = await policyNamed(rows.findLast((row) => row.approval_policy !== null)?.approval_policy, reads);
  return { ...facts, reasons, asked, overlaps };
}

async function policyNamed(id: unknown, reads: CommandReads): Promise<Row | undefined> {
  if (typeof id !== 'string') return undefined;
  const [policy] = await reads.find('ApprovalPolicy', { equal: { policy_id: id } });
  return policy;
}
