import type { Row } from '../sources/row-source.js';
import { momentErrors, orderErrors } from './downtime-times.js';
import { isInForce } from './in-force.js';
import { type UserError, userError } from './outcome.js';
import { FLOW_TEST } from '../overlay/tests.js';
import type { Place } from './place.js';

/** What of a test is measured: the same fields in its report and in its completion. */
export const TESTED = [
  'testHours',
  'oilVolumeBbl',
  'gasVolumeMcf',
  'waterVolumeBbl',
  'liftGasMcf',
  'bswPct',
  'chokeSize64ths',
  'wellheadPressurePsi',
  'casingPressurePsi',
  'separatorPressurePsi',
  'wellheadTemperatureF',
  'remark',
] as const;

type Volume = 'oilVolumeBbl' | 'gasVolumeMcf' | 'waterVolumeBbl';
const VOLUMES = ['oilVolumeBbl', 'gasVolumeMcf', 'waterVolumeBbl'] as const;
const HOUR = 3_600_000;
/** How far a rate that was sent may lie from the one that is worked out, of that. */
const RATE_TOLERANCE = 0.005;

/** Volumes and hours of a test as it is to be. */
export type TestValues = Readonly<Partial<Record<Volume | 'testHours', number | null>>>;

/** Rates that were sent along. */
export interface SentRates {
  readonly oilRateBblPerDay?: number | null | undefined;
  readonly gasRateMcfPerDay?: number | null | undefined;
  readonly waterRateBblPerDay?: number | null | undefined;
  readonly gorMcfPerBbl?: number | null | undefined;
}

/** A finished test has hours and, where it measures what flows, a volume. */
export function completeErrors(type: unknown, values: TestValues): UserError[] {
  const hasVolume = type !== FLOW_TEST || VOLUMES.some((volume) => (values[volume] ?? null) !== null);
  return [
    ...(values.testHours ? [] : [userError('testHours', 'REQUIRED', 'a finished test says how long it took')]),
    ...(hasVolume ? [] : [userError('oilVolumeBbl', 'REQUIRED', 'a finished test has a volume of oil, gas or water')]),
  ];
}

/** Rates are the store's to work out: one that was sent and is another is a mistake in it or in what it came from. */
export function rateErrors(sent: SentRates, values: TestValues): UserError[] {
  const { oilVolumeBbl: oil, gasVolumeMcf: gas, waterVolumeBbl: water } = values;
  const { oilRateBblPerDay, gasRateMcfPerDay, waterRateBblPerDay, gorMcfPerBbl } = sent;
  // The store keeps two digits of hours, and works with those.
  const hours = values.testHours ? Math.round(values.testHours * 100) / 100 : undefined;
  return [
    ...rateError('oilRateBblPerDay', oilRateBblPerDay, ratio(oil, hours, 24)),
    ...rateError('gasRateMcfPerDay', gasRateMcfPerDay, ratio(gas, hours, 24)),
    ...rateError('waterRateBblPerDay', waterRateBblPerDay, ratio(water, hours, 24)),
    ...rateError('gorMcfPerBbl', gorMcfPerBbl, ratio(gas, oil, 1)),
  ];
}

type Maybe = number | null | undefined;
const ratio = (value: Maybe, by: Maybe, times: number) =>
  value === null || value === undefined || !by ? undefined : (value * times) / by;

function rateError(path: string, sent: Maybe, worked: number | undefined): UserError[] {
  if (sent === null || sent === undefined) return [];
  if (worked === undefined)
    return [userError(path, 'INCONSISTENT', 'cannot be worked out: a volume or the hours are missing')];
  if (Math.abs(sent - worked) <= RATE_TOLERANCE * worked) return [];
  return [userError(path, 'INCONSISTENT', `volume and hours come to ${Math.round(worked * 1e4) / 1e4}`)];
}

interface Span {
  readonly testStart: string;
  readonly testHours?: number | null | undefined;
}

const endOf = ({ testStart, testHours }: Span): string | undefined =>
  testHours ? new Date(Date.parse(testStart) + testHours * HOUR).toISOString() : undefined;

/** When a test took place: past, in days that are open, and while no other test of the completion ran. */
export const timeErrors = (span: Span, others: readonly Row[], place: Place, now: Date): UserError[] => [
  ...momentErrors('testStart', span.testStart, place, now),
  ...endErrors(span, place, now),
  ...overlapErrors(span, others),
];

/** A test that runs began in a day that may be closed since: only its end is held against that. */
export function endErrors(span: Span, place: Place, now: Date): UserError[] {
  const end = endOf(span);
  return end ? momentErrors('testHours', end, place, now) : [];
}

export function overlapErrors(span: Span, others: readonly Row[], path = 'testStart'): UserError[] {
  const [from, end] = [Date.parse(span.testStart), endOf(span)];
  const overlaps = others.some((other) => {
    const isBefore = other.test_end !== null && Date.parse(String(other.test_end)) <= from;
    const isAfter = end !== undefined && Date.parse(String(other.test_start)) >= Date.parse(end);
    return !isBefore && !isAfter;
  });
  return overlaps ? [userError(path, 'OVERLAPS', 'another test of the completion ran then')] : [];
}

/** A test is fed by a separator run of the same completion that took place meanwhile. */
export function separatorErrors({ testStart, testHours }: Span, run: Row | undefined, completion: string): UserError[] {
  if (!run) return [];
  const say = (message: string) => [userError('separatorTest', 'INCONSISTENT', message)];
  if (run.completion_id !== completion) return say('is a run of another completion');
  if (!isInForce(run)) return say('is not in force');
  const end = testHours ? Date.parse(testStart) + testHours * HOUR : Number.POSITIVE_INFINITY;
  const isBeside =
    orderErrors('', testStart, String(run.ended_at)).length > 0 || Date.parse(String(run.started_at)) >= end;
  return isBeside ? say('took place at another time') : [];
}
