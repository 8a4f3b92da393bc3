import { dayAfter, dayAt } from '../days/local-day.js';
import { METERS, type MeterType } from '../commands/meters.js';
import type { Reads } from '../loaders/reads.js';
import type { Row } from '../sources/row-source.js';
import { byDayEnd, byParent, columnIn, keyOf, lastBefore, nameOf, rowsOf, unitsOf, zonesOf } from './route-rows.js';

const LABEL = 'Query.stopsNotRead';

/** Where ProdView keeps the readings of a kind of meter, and by what columns they belong to it. */
const READINGS: Readonly<Record<MeterType, readonly [type: string, date: string, by: readonly [string, string]]>> = {
  GasMeter: ['GasMeterReading', 'reading_date', ['id_rec_parent', 'id_flownet']],
  PdGasMeter: ['PdGasMeterReading', 'reading_date', ['id_rec_parent', 'id_flownet']],
  LiquidMeter: ['LiquidMeterReading', 'reading_date', ['id_rec_parent', 'id_flownet']],
  Tank: ['TankReading', 'reading_date', ['tank_id', 'flow_network_id']],
  MeasurementPoint: ['MeasurementPointEntry', 'measurement_date', ['id_rec_parent', 'id_flownet']],
};

/** Days in which a reading of each period has to fall, the day itself included. */
const DAYS: Readonly<Record<string, number>> = { daily: 1, weekly: 7, monthly: 31 };

/** What of a route was to be read by a day and was not; null where the viewer sees no such route. */
export async function unreadStops(reads: Reads, route: string, day: string) {
  const units = await unitsOf(reads, route, LABEL);
  if (!units) return null;
  const zoneAt = zonesOf(units);
  const found = await Promise.all((Object.keys(METERS) as MeterType[]).map((type) => stopsOf(reads, type, units, day)));
  const stops = found.flat();
  const here = await readHere(
    reads,
    byDayEnd(
      stops.map(({ meter }) => meter),
      units,
      day,
    ),
  );
  return stops.flatMap(({ type, meter, days, theirs }) => {
    const own = (here.get(nameOf(meter)) ?? []).map(({ read_at: at }) => dayAt(zoneAt(meter), new Date(String(at))));
    const lastReadOn = [...own, ...theirs].sort().at(-1) ?? null;
    if (lastReadOn !== null && lastReadOn > dayAfter(day, -days)) return [];
    return [
      {
        meter: { ...meter, __typename: type },
        entryRequirementPeriod: String(meter.entry_requirement_period),
        lastReadOn,
      },
    ];
  });
}

interface Stop {
  readonly type: MeterType;
  readonly meter: Row;
  readonly days: number;
  /** The day of ProdView's last reading up to the day. */
  readonly theirs: readonly string[];
}

async function stopsOf(reads: Reads, type: MeterType, units: readonly Row[], day: string): Promise<Stop[]> {
  const by = ['id_rec_parent', 'id_flownet'];
  const columns = ['id_rec', 'entry_requirement_period'];
  const meters = await rowsOf(reads, type, { by, keys: units.map(keyOf), columns, label: LABEL });
  const due = meters.flatMap((meter) => {
    const days =
      DAYS[
        String(meter.entry_requirement_period ?? '')
          .trim()
          .toLowerCase()
      ];
    return days === undefined ? [] : [{ meter, days }];
  });
  const [readings, date, parent] = READINGS[type];
  const last = await rowsOf(reads, readings, {
    by: parent,
    keys: due.map(({ meter }) => keyOf(meter)),
    columns: [date],
    where: { column: { ...columnIn(reads, readings, date), kind: 'date' }, is: 'lte', value: day },
    newest: date,
    label: LABEL,
  });
  const known = byParent(last, parent);
  const theirs = (meter: Row) => known.get(nameOf(meter))?.map((row) => String(row[date]).slice(0, 10)) ?? [];
  return due.map(({ meter, days }) => ({ type, meter, days, theirs: theirs(meter) }));
}

/** The last reading that was sent to this gateway, by meter. */
function readHere(reads: Reads, meters: Map<string, Row[]>) {
  const by = ['meter_id', 'id_flownet'];
  return lastBefore(
    reads,
    'MeterReading',
    { by, keys: [], columns: ['read_at'], newest: 'read_at', label: LABEL },
    meters,
  );
}
