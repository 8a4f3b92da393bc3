import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { dayAt } from '../days/local-day.js';
import { inForce } from '../overlay/sides.js';
import { inches, METER_COLUMNS, METERS, type Meter } from './meters.js';
import type { Place } from './place.js';

/** What is known of a meter around the moment of a reading. */
export interface LoadedReading {
  readonly meter: Meter;
  readonly place: Place;
  /** The reading of that very moment, where there is one. */
  readonly recorded: Row | undefined;
  /** The readings with a counter before and after. */
  readonly before: Row | undefined;
  readonly after: Row | undefined;
  /** The tank's height by its strapping table in inches; undefined where it is not known. */
  readonly height: number | undefined;
}

export async function loadReading(reads: CommandReads, id: string, readAt: string): Promise<LoadedReading> {
  const { type, place } = await reads.placeOfOne('meter', METER_COLUMNS, id);
  const column = (name: string) => reads.column('MeterReading', name);
  // A reading that was rejected is as if it were not there: another may take its place.
  const active = inForce(column);
  const equal = { id_flownet: place.network, meter_id: String(place.row.id_rec) };
  const counted = { column: column('reading_end'), isNull: false };
  const at = (is: 'lt' | 'eq' | 'gt') => ({ column: column('read_at'), is, value: readAt }) as const;
  const [[recorded], [before], [after], height] = await Promise.all([
    reads.find('MeterReading', { equal, and: [...active, at('eq')], limit: 1 }),
    reads.find('MeterReading', { equal, and: [...active, counted, at('lt')], newest: 'read_at', limit: 1 }),
    reads.find('MeterReading', { equal, and: [...active, counted, at('gt')], oldest: 'read_at', limit: 1 }),
    type === 'Tank' ? heightOf(reads, place, dayAt(place.zone ?? 'UTC', new Date(readAt))) : undefined,
  ]);
  return { meter: METERS[type], place, recorded, before, after, height };
}

/** The greatest level of the strapping table that holds on a day: the tank is no higher. */
async function heightOf(reads: CommandReads, place: Place, day: string): Promise<number | undefined> {
  const tank = String(place.row.id_rec);
  const straps = await reads.kept(['straps', place.network, tank], async () => {
    const equal = { tank_id: tank, flow_network_id: place.network };
    const found = await reads.find('TankStrap', {
      equal,
      newest: 'effective_date',
      columns: ['id_rec', 'effective_date'],
    });
    return Promise.all(found.map(async (strap) => ({ strap, top: await topOf(reads, strap, place) })));
  });
  const holds = straps.find(({ strap }) => String(strap.effective_date ?? '').slice(0, 10) <= day);
  return holds && holds.top !== undefined ? inches(holds.top, place.row.level_reading_unit) : undefined;
}

async function topOf(reads: CommandReads, { id_rec: id }: Row, { network }: Place): Promise<number | undefined> {
  const levels = await reads.find('TankStrapDetail', {
    equal: { tank_strap_id: String(id), flow_network_id: network },
    columns: ['tank_level'],
  });
  const numbers = levels.flatMap(({ tank_level: level }) => (typeof level === 'number' ? level : []));
  return numbers.length > 0 ? Math.max(...numbers) : undefined;
}
