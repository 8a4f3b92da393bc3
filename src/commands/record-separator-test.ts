import type { RecordSeparatorTestInput } from '../generated/resolvers.js';
import { inForce } from '../overlay/sides.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create, keysOf } from './changes.js';
import { command } from './command.js';
import { momentErrors, orderErrors } from './downtime-times.js';
import { invalid, type UserError, userError } from './outcome.js';

const FIELDS = [
  'separatorId',
  'startedAt',
  'endedAt',
  'separatorPressurePsi',
  'separatorTemperatureF',
  'oilStartReading',
  'oilEndReading',
  'oilRolloverAt',
  'waterStartReading',
  'waterEndReading',
  'waterRolloverAt',
  'gasStaticPressurePsi',
  'orificeSizeIn',
  'gasTemperatureF',
  'bswPct',
  'sandCutPct',
  'shrinkageFactor',
  'oilMeterFactor',
  'oilVolumeBbl',
  'gasVolumeMcf',
  'waterVolumeBbl',
  'purgeMinutes',
  'isStabilised',
  'remark',
] as const;

/** Rounding of a stated volume. */
const TOLERANCE = 0.005;

export const recordSeparatorTest = command({
  permission: 'write:test',
  load: async (given: RecordSeparatorTestInput, reads) => {
    const place = await reads.completion('completion', given.completion);
    const column = (name: string) => reads.column('SeparatorTest', name);
    const others = await reads.find('SeparatorTest', {
      equal: { id_flownet: place.network, separator_id: given.separatorId },
      and: [
        ...inForce(column),
        { column: column('started_at'), is: 'lt', value: given.endedAt },
        { column: column('ended_at'), is: 'gt', value: given.startedAt },
      ],
      columns: ['row_id'],
      limit: 1,
    });
    return { place, others };
  },
  decide: (given, { place, others }, moment) => {
    const errors = [
      ...momentErrors('startedAt', given.startedAt, place, moment.now),
      ...momentErrors('endedAt', given.endedAt, place, moment.now),
      ...orderErrors('endedAt', given.startedAt, given.endedAt),
      ...counterErrors('oil', given.oilStartReading, given.oilEndReading, given.oilRolloverAt),
      ...counterErrors('water', given.waterStartReading, given.waterEndReading, given.waterRolloverAt),
      ...grossErrors(given),
      ...busy(others),
    ];
    if (errors.length > 0) return invalid(...errors);
    const patch = {
      ...keysOf(place),
      completion_id: String(place.row.id_rec),
      facility_id: place.facility,
      ...columnsOf(given, FIELDS),
      // PPDM's water column has no underscore before its digit.
      gas_differential_pressure_inh2o: given.gasDifferentialPressureInh2o ?? null,
    };
    return { changes: [create('SeparatorTest', place, moment, patch)] };
  },
});

const busy = (others: readonly Row[]): UserError[] =>
  others.length > 0
    ? [userError('startedAt', 'OVERLAPS', 'the separator was in use: it tests one completion at a time')]
    : [];

type Maybe = number | null | undefined;

/** A counter runs forward, and past its last number only where that number is said. */
function counterErrors(leg: 'oil' | 'water', start: Maybe, end: Maybe, rollover: Maybe): UserError[] {
  const say = (field: string, message: string) => [userError(`${leg}${field}`, 'INCONSISTENT', message)];
  if (rollover && Math.max(start ?? 0, end ?? 0) > rollover)
    return say('RolloverAt', 'lies below a reading, and the counter cannot show more');
  if (typeof start !== 'number' || typeof end !== 'number') return [];
  if (!rollover && end < start) return say('EndReading', 'lies below the first reading, and no rollover is stated');
  return rollover && end >= start
    ? say('RolloverAt', 'the counter did not begin again: the last reading is not below the first')
    : [];
}

/** Oil is at most what ran through its leg. */
function grossErrors(given: RecordSeparatorTestInput): UserError[] {
  const { oilStartReading: start, oilEndReading: end, oilVolumeBbl: stated } = given;
  if (typeof start !== 'number' || typeof end !== 'number' || typeof stated !== 'number') return [];
  const gross = (end - start + (given.oilRolloverAt ?? 0)) * (given.oilMeterFactor ?? 1);
  if (stated - gross <= gross * TOLERANCE) return [];
  return [
    userError('oilVolumeBbl', 'INCONSISTENT', `is more than the ${Math.round(gross * 1e4) / 1e4} bbl of the counter`),
  ];
}
