import type { RecordMeterReadingInput } from '../generated/resolvers.js';
import { columnsOf, create, keysOf, marked } from './changes.js';
import { command } from './command.js';
import { momentErrors } from './downtime-times.js';
import { loadReading } from './load-meter-reading.js';
import { calibrationWarnings, counterErrors, kindErrors, levelErrors, uomOf, volumeErrors } from './meter-reading.js';
import { conflict, invalid, refOf, userError } from './outcome.js';

const FIELDS = [
  'readAt',
  'readingStart',
  'readingEnd',
  'discontinuity',
  'staticPressurePsi',
  'temperatureF',
  'orificeSizeIn',
  'levelTopIn',
  'levelWaterIn',
  'grossVolume',
  'netVolume',
  'bswPct',
  'sandCutPct',
  'apiGravity',
  'overrideVolume',
  'overrideReason',
  'qualityCode',
  'runTicketNumber',
  'photoRefs',
  'remark',
] as const;

export const recordMeterReading = command({
  permission: 'write:reading',
  oneOf: ({ meter }) => [`readings of ${meter}`],
  load: (given: RecordMeterReadingInput, reads) => loadReading(reads, given.meter, given.readAt),
  decide: (given, loaded, moment) => {
    const { place, meter, recorded } = loaded;
    if (recorded)
      return conflict(
        refOf('MeterReading', recorded),
        userError('readAt', 'ALREADY_EXISTS', 'there is a reading of that moment'),
      );
    const errors = [
      ...momentErrors('readAt', given.readAt, place, moment.now),
      ...kindErrors(given, loaded),
      ...volumeErrors(given, loaded),
      ...levelErrors(given, loaded),
      ...counterErrors(given, loaded),
    ];
    if (errors.length > 0) return invalid(...errors);
    const warnings = calibrationWarnings(given, loaded);
    const patch = {
      ...keysOf(place),
      meter_id: String(place.row.id_rec),
      meter_type: meter.kind,
      volume_uom: uomOf(given, loaded),
      ...columnsOf(given, FIELDS),
      // PPDM's water column has no underscore before its digit.
      differential_pressure_inh2o: given.differentialPressureInh2o ?? null,
      ...marked(warnings),
    };
    return { changes: [create('MeterReading', place, moment, patch)], warnings };
  },
});
