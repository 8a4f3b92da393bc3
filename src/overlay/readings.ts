import type { Row } from '../sources/row-source.js';
import { prodviewFirst } from './counted.js';
import type { Fact, Overlay, Plain, Side, ValueRule, Values } from './declaration.js';
import { inForce, near, ofLocalTime, ofMoment, valuesFrom, within } from './sides.js';

const VOLUME = { absolute: 1, share: 0.01 };
const READ = ['read_at', 'reading_start', 'reading_end', 'gross_volume', 'net_volume', 'override_volume', 'volume_uom'];

/** What was sent to the gateway of a meter or tank, whatever its kind. */
const recorded: Side = {
  type: 'MeterReading',
  parent: ['meter_id', 'id_flownet'],
  columns: [...READ, 'bsw_pct'],
  where: (column, asked) => [...near(column('read_at'), asked), ...inForce(column)],
  facts: (rows, asked) => rows.flatMap((row) => ofMoment(row.read_at, row, valuesOf(row), asked)),
};

/** A volume that was put in place of the measured one counts; the net volume that was measured went with the other. */
function valuesOf(row: Row): Values {
  const volume = row.override_volume ?? row.gross_volume ?? null;
  const isReplaced = (row.override_volume ?? null) !== null;
  const isGas = row.volume_uom === 'MCF';
  return {
    readingStart: row.reading_start ?? null,
    readingEnd: row.reading_end ?? null,
    volumeBbl: isGas ? null : volume,
    netVolumeBbl: isGas || isReplaced ? null : (row.net_volume ?? null),
    volumeMcf: isGas ? volume : null,
    bswPct: row.bsw_pct ?? null,
  };
}

const VOLUMES = ['volumeBbl', 'netVolumeBbl', 'volumeMcf'] as const;

/**
 * Readings of a counter in a row, as one: their volumes add up. What was read of
 * neither a volume nor a counter, as a pressure, adds nothing to them.
 */
function oneAfterTheOther(facts: readonly Fact[]): Fact {
  const inTurn = [...facts].sort((left, right) => left.at - right.at);
  const [first, last] = [inTurn[0] as Fact, inTurn.at(-1) as Fact];
  const ofVolumes = [...VOLUMES, 'readingEnd'];
  const withVolume = inTurn.filter(({ values }) => ofVolumes.some((name) => (values[name] ?? null) !== null));
  const sums = VOLUMES.map((name) => [name, sumOf(withVolume.map(({ values }) => values[name] ?? null))]);
  const values = { ...last.values, readingStart: first.values.readingStart ?? null, bswPct: null };
  return {
    ...last,
    values: { ...values, ...Object.fromEntries(sums) },
    rows: inTurn.reverse().flatMap(({ rows }) => rows),
  };
}

/** Null where one is not known, or there is none. */
function sumOf(volumes: readonly Plain[]): number | null {
  const known = volumes.filter((each) => typeof each === 'number');
  return known.length > 0 && known.length === volumes.length ? known.reduce((sum, each) => sum + each, 0) : null;
}

/** Of a counter the volumes of a window add up; what stands in a tank does not. */
const rules = (isStock: boolean): ValueRule[] => [
  { name: 'readingStart', compared: { absolute: 0.5 } },
  { name: 'readingEnd', compared: { absolute: 0.5 } },
  ...VOLUMES.map((name) => ({
    name,
    compared: VOLUME,
    ...(!isStock && { summed: true as const }),
  })),
  { name: 'bswPct', compared: { absolute: 0.5 } },
];

/** How ProdView tells the readings of a kind. */
interface Told {
  readonly type: string;
  readonly parent: Side['parent'];
  /** The column of the moment. */
  readonly date?: string;
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * Readings of one kind: those of the same local day are the same, the nearest two of several. Of a meter ProdView has what went
 * through it on a day, and operations each time that somebody stood there: all that they have of the day is what ProdView has.
 */
function readingsOf(meter: string, { type, parent, date = 'reading_date', columns }: Told) {
  const isStock = meter === 'Tank';
  const tellsVolumes = !isStock && VOLUMES.some((name) => name in columns);
  const overlay: Overlay = {
    label: `${meter}.mergedReadings`,
    key: ['id_rec', 'id_flownet'],
    unit: 'id_rec_parent',
    prodview: {
      type,
      parent,
      columns: [date, ...Object.values(columns)],
      where: (column, asked) => within(column(date), asked),
      facts: (rows, asked) => rows.map((row) => ofLocalTime(row[date], row, valuesFrom(columns, row), asked)),
    },
    operations: recorded,
    same: { kind: 'OF_A_DAY', ...(tellsVolumes && { join: oneAfterTheOther }) },
    values: rules(isStock),
    counted: prodviewFirst,
  };
  return overlay;
}

const OF_METER = ['id_rec_parent', 'id_flownet'];

export const tankReadings = readingsOf('Tank', {
  type: 'TankReading',
  parent: ['tank_id', 'flow_network_id'],
  columns: {
    volumeBbl: 'final_total_fluid_volume_bbl',
    netVolumeBbl: 'final_hydrocarbon_liquid_volume_bbl',
    bswPct: 'final_bsw_pct',
  },
});
export const liquidMeterReadings = readingsOf('LiquidMeter', {
  type: 'LiquidMeterReading',
  parent: OF_METER,
  columns: {
    readingStart: 'reading_start',
    readingEnd: 'reading_end',
    volumeBbl: 'total_volume_bbl',
    netVolumeBbl: 'hcliq_volume_bbl',
    bswPct: 'final_bsw_pct',
  },
});
export const gasMeterReadings = readingsOf('GasMeter', {
  type: 'GasMeterReading',
  parent: OF_METER,
  columns: { volumeMcf: 'calculated_gas_volume_mcf' },
});
export const pdGasMeterReadings = readingsOf('PdGasMeter', {
  type: 'PdGasMeterReading',
  parent: OF_METER,
  columns: { readingEnd: 'reading_value', volumeMcf: 'calculated_gas_volume_mcf' },
});
/** Such a point shows one value, of whatever its unit measures. */
export const pointReadings = readingsOf('MeasurementPoint', {
  type: 'MeasurementPointEntry',
  parent: OF_METER,
  date: 'measurement_date',
  columns: { readingEnd: 'reading_value' },
});
