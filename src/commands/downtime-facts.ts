import type { Viewer } from '../auth/viewer.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { type Meanwhile, recordedMeanwhile } from './downtime-conflicts.js';
import { overlapping } from './downtime-overlaps.js';
import type { Stored } from './find.js';
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
export interface Submission extends DowntimeFacts, Meanwhile {
  /** The reasons of the event as it will be, by their codes. */
  readonly reasons: ReadonlyMap<string, Row>;
  /** The policy of the deepest of them that has one. */
  readonly asked: Row | undefined;
  /** Events of the completion that overlap it and are submitted or approved. */
  readonly overlaps: readonly Row[];
}

/** How often an event is read that others change meanwhile; what is decided on it is held against its version anyway. */
const TRIES = 3;

type Approvable = Pick<DowntimeFacts, 'row' | 'place' | 'approvals'>;

interface Named {
  readonly record: string;
  readonly expectedVersion?: number | null;
}

/** The event that a request names. @throws Refused  as `CommandReads.target` does */
export const targetOf = ({ record, expectedVersion }: Named, reads: CommandReads): Promise<Stored> =>
  reads.target('record', 'DowntimeEvent', record, expectedVersion);

/** @throws Refused  as `CommandReads.target` does */
export async function downtimeFacts(given: Named, reads: CommandReads): Promise<DowntimeFacts> {
  const [{ row, place, approvals }, transitions] = await Promise.all([
    withApprovals(given, reads),
    reads.find('EntityTransition', { equal: { entity: 'downtime_event' } }),
  ]);
  const policy = await policyNamed(approvals[0]?.policy_id, reads);
  return { row, place, asker: reads.asked.viewer, transitions: transitions as unknown as Step[], approvals, policy };
}

/** @param after  the event as it will be, where it changes before it is submitted */
export async function submissionOf(facts: DowntimeFacts, after: Row, reads: CommandReads): Promise<Submission> {
  const codes = [after.reason_code_1, after.reason_code_2, after.reason_code_3].filter((code) => code !== null);
  const [found, overlaps, meanwhile] = await Promise.all([
    Promise.all(codes.map((code) => reads.find('DowntimeReason', { equal: { code: String(code) } }))),
    overlapping(after, reads),
    recordedMeanwhile(after, facts.place, reads),
  ]);
  const rows = found.flat();
  const reasons = new Map(rows.map((row) => [String(row.code), row]));
  const asked = await policyNamed(rows.findLast((row) => row.approval_policy !== null)?.approval_policy, reads);
  return { ...facts, ...meanwhile, reasons, asked, overlaps };
}

/**
 * The event and its steps as they were at one moment: whatever changes the steps changes the event's version too. Where that
 * happened between the two reads, both are read again; a client that named the version is told then.
 */
async function withApprovals(given: Named, reads: CommandReads, left = TRIES): Promise<Approvable> {
  const { row, place } = await targetOf(given, reads);
  const rowId = String(row.row_id);
  const approvals = await reads.find('DowntimeApproval', { equal: { downtime_event_row_id: rowId, active_ind: 'Y' } });
  const now = row.approval_status === 'DRAFT' ? undefined : await reads.record('DowntimeEvent', [rowId]);
  if (now && now.row.row_version !== row.row_version && left > 1) return withApprovals(given, reads, left - 1);
  return { row, place, approvals: approvals.sort((one, other) => Number(one.step) - Number(other.step)) };
}

async function policyNamed(id: unknown, reads: CommandReads): Promise<Row | undefined> {
  if (typeof id !== 'string') return undefined;
  const [policy] = await reads.find('ApprovalPolicy', { equal: { policy_id: id } });
  return policy;
}
