import type { RecordMeterReadingInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import type { LoadedReading } from './load-meter-reading.js';
import { dayAt } from '../days/local-day.js';
import { type UserError, userError, type Warning, warning } from './outcome.js';

/** Values by which a reading says anything. */
const MEASURED = [
  'readingEnd',
  'levelTopIn',
  'grossVolume',
  'netVolume',
  'overrideVolume',
  'staticPressurePsi',
] as const;
const OF_TANKS = ['levelTopIn', 'levelWaterIn'] as const;
const OF_COUNTERS = ['readingStart', 'readingEnd', 'discontinuity'] as const;
const OF_PLATES = ['differentialPressureInh2o', 'orificeSizeIn'] as const;

type Given = RecordMeterReadingInput;
const has = (given: Given, field: keyof Given) => given[field] !== undefined && given[field] !== null;
const inconsistent = (path: string, message: string) => [userError(path, 'INCONSISTENT', message)];

/** Whether what is said fits what was read: levels are a tank's, counters a meter's, plates an orifice meter's. */
export function kindErrors(given: Given, { meter: { kind, uom } }: LoadedReading): UserError[] {
  const strange = (fields: readonly (keyof Given)[], message: string) =>
    fields.filter((field) => has(given, field)).flatMap((field) => inconsistent(field, message));
  const isTank = kind === 'TANK_GAUGE';
  return [
    ...(MEASURED.some((field) => has(given, field)) ? [] : [userError('', 'REQUIRED', 'the reading says nothing')]),
    ...(isTank ? strange(OF_COUNTERS, 'a tank has no counter') : strange(OF_TANKS, 'only a tank has levels')),
    ...(kind === 'GAS_ORIFICE' || kind === 'OTHER' ? [] : strange(OF_PLATES, 'only an orifice meter has a plate')),
    ...(uom && given.volumeUom && given.volumeUom !== uom ? inconsistent('volumeUom', `is ${uom} there`) : []),
  ];
}

/** The unit of the volumes; of a measurement point only the client knows. */
export const uomOf = ({ volumeUom }: Given, { meter: { uom } }: Pick<LoadedReading, 'meter'>) =>
  volumeUom ?? uom ?? null;

export function volumeErrors(given: Given, loaded: LoadedReading): UserError[] {
  const { grossVolume: gross, netVolume: net, overrideVolume: override } = given;
  const hasVolume = [gross, net, override].some((volume) => volume !== undefined && volume !== null);
  const capacity = loaded.place.row.tank_capacity_bbl;
  const over = (field: 'grossVolume' | 'netVolume' | 'overrideVolume') =>
    typeof capacity === 'number' && capacity > 0 && (given[field] ?? 0) > capacity
      ? [userError(field, 'OUT_OF_RANGE', `is more than the ${capacity} bbl that the tank holds`)]
      : [];
  return [
    ...(hasVolume && !uomOf(given, loaded) ? [userError('volumeUom', 'REQUIRED', 'says what the volumes are in')] : []),
    ...(typeof gross === 'number' && (net ?? 0) > gross
      ? inconsistent('netVolume', 'is more than the gross volume')
      : []),
    ...over('grossVolume'),
    ...over('netVolume'),
    ...over('overrideVolume'),
    ...(has(given, 'overrideVolume') && !given.overrideReason
      ? [userError('overrideReason', 'REQUIRED', 'says why another volume takes the measured one’s place')]
      : []),
  ];
}

export function levelErrors(given: Given, { height }: LoadedReading): UserError[] {
  const { levelTopIn: top, levelWaterIn: water } = given;
  const isAbove = typeof top === 'number' && (water ?? 0) > top;
  const over = OF_TANKS.filter((level) => (given[level] ?? 0) > (height ?? Number.POSITIVE_INFINITY));
  const message = `lies above the ${Math.round((height ?? 0) * 1e3) / 1e3} in of the strapping table`;
  return [
    ...(isAbove ? inconsistent('levelWaterIn', 'lies above the liquid') : []),
    ...over.map((level) => userError(level, 'OUT_OF_RANGE', message)),
  ];
}

/** A counter runs forward, from its start to its end and from one reading to the next. */
export function counterErrors(given: Given, { before, after }: LoadedReading): UserError[] {
  const { readingStart: start, readingEnd: end, discontinuity } = given;
  const first = start ?? end;
  const say = (path: string, message: string) =>
    inconsistent(path, `${message}, and no rollover or change of meter is stated`);
  if (typeof end !== 'number')
    return has(given, 'readingStart') ? [userError('readingEnd', 'REQUIRED', 'is missing')] : [];
  const errors: UserError[] = [];
  if (!discontinuity && typeof start === 'number' && end < start)
    errors.push(...say('readingEnd', 'lies below the start'));
  const last = before?.reading_end;
  if (!discontinuity && typeof last === 'number' && typeof first === 'number' && first < last)
    errors.push(
      ...say(typeof start === 'number' ? 'readingStart' : 'readingEnd', `lies below ${last}, the reading before`),
    );
  const next = after && startOf(after);
  if (typeof next === 'number' && after?.discontinuity === null && end > next)
    errors.push(...inconsistent('readingEnd', `lies above ${next}, with which the reading after it begins`));
  return errors;
}

const startOf = ({ reading_start: start, reading_end: end }: Row) => start ?? end;

/** ProdView's provings are not staged: what is known of a calibration is what the meter's tag says. */
export function calibrationWarnings({ calibrationDueOn: due, readAt }: Given, { place }: LoadedReading): Warning[] {
  return due && dayAt(place.zone ?? 'UTC', new Date(readAt)) > due
    ? [
        warning(
          'calibrationDueOn',
          'CALIBRATION_OVERDUE',
          `the meter was to be calibrated by ${due}; the reading is marked SUSPECT`,
        ),
      ]
    : [];
}
