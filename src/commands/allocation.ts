import type { RecordAllocationReferenceInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { dayAfter, dayAt } from '../days/local-day.js';
import { FLOW_TEST } from '../overlay/tests.js';
import { isInForce } from './in-force.js';
import { type UserError, userError, type Warning, warning } from './outcome.js';
import type { Place } from './place.js';

/** Rounding of shares that were typed or worked out elsewhere. */
const SHARE_TOLERANCE = 1e-6;
/** Volumes are kept to four digits after the point: each may be off by half of the last one. */
const VOLUME_ROUNDING = 0.00005;
/** What adding up binary numbers brings. */
const SUM_TOLERANCE = 1e-9;

type Given = RecordAllocationReferenceInput;

/** A period is one day or one calendar month, past and open. */
export function periodErrors({ periodType, periodStart, periodEnd }: Given, place: Place, now: Date): UserError[] {
  const isMonth = periodType === 'MONTHLY';
  const last = isMonth ? dayAfter(firstOfNext(periodStart), -1) : periodStart;
  const errors: UserError[] = [];
  if (isMonth && !periodStart.endsWith('-01'))
    errors.push(userError('periodStart', 'INCONSISTENT', 'is not the first day of a month'));
  if (periodEnd !== last) errors.push(userError('periodEnd', 'INCONSISTENT', `of that period it is ${last}`));
  if (periodStart > dayAt(place.zone ?? 'UTC', now))
    errors.push(userError('periodStart', 'IN_THE_FUTURE', 'lies in the future'));
  if (place.lockedUntil && periodStart <= place.lockedUntil)
    errors.push(
      userError('periodStart', 'PERIOD_LOCKED', `every day up to ${place.lockedUntil} is closed for changes`),
    );
  return errors;
}

const firstOfNext = (day: string) => `${dayAfter(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;

/** References that were taken back or refused share nothing. */
export const counts = ({ allocation_status: status }: Row) => status !== 'REVERSED' && status !== 'REJECTED';
const isVolume = (value: unknown): value is number => typeof value === 'number';
const sumOf = (rows: readonly Row[], column: string) =>
  rows.filter(counts).reduce((sum, row) => sum + Number(row[column] ?? 0), 0);

/** All parts of a source come to no more than any volume of the source that is stated. The database holds it as well. */
export function volumeErrors(given: Given, others: readonly Row[]): UserError[] {
  const { totalVolume, allocatedVolume: allocated, allocationStatus: status } = given;
  if (typeof totalVolume === 'number' && typeof allocated === 'number' && allocated > totalVolume)
    return [userError('allocatedVolume', 'INCONSISTENT', 'is more than the source’s volume')];
  if (!counts({ allocation_status: status ?? null })) return [];
  const inForce = others.filter(counts);
  const total = Math.min(...[totalVolume, ...inForce.map((row) => row.total_volume)].filter(isVolume));
  const parts = [allocated, ...inForce.map((row) => row.allocated_volume)].filter(isVolume);
  const all = parts.reduce((sum, part) => sum + part, 0);
  if (all <= total * (1 + SUM_TOLERANCE) + VOLUME_ROUNDING * (parts.length + 1)) return [];
  const message = `with the other completions’ parts it comes to ${rounded(all)}, and the source to ${total}`;
  return [userError(typeof allocated === 'number' ? 'allocatedVolume' : 'totalVolume', 'INCONSISTENT', message)];
}

/** A split was made by a test that counts, of the completion that received. */
export function testErrors(test: Row | undefined, completion: string): UserError[] {
  if (!test) return [];
  const say = (message: string) => [userError('wellTest', 'INCONSISTENT', message)];
  if (test.completion_id !== completion) return say('is a test of another completion');
  if (test.test_type !== FLOW_TEST) return say('measures no rate');
  return test.is_valid === true && isInForce(test) ? [] : say('does not count');
}

/** The shares so far; more than the whole is wrong, less may yet be completed. */
export function shares({ allocationFactor: factor, allocationStatus: status }: Given, others: readonly Row[]) {
  const isIn = typeof factor === 'number' && counts({ allocation_status: status ?? null });
  const sum = (isIn ? factor : 0) + sumOf(others, 'allocation_factor');
  const off = isIn && Math.abs(sum - 1) > SHARE_TOLERANCE;
  const message = `the shares of the source, product and period come to ${rounded(sum)}, not to 1`;
  const warnings: Warning[] = off ? [warning('allocationFactor', 'UNBALANCED', message)] : [];
  return { warnings, isTooMuch: off && sum > 1 };
}

const rounded = (value: number) => Math.round(value * 1e9) / 1e9;
