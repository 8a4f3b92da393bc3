import { viewNamed } from '../binding/named.js';
import { splitByDay, zoneOf } from '../days/local-day.js';
import { LimitExceeded } from '../errors.js';
import type { DowntimeEventResolvers } from '../generated/resolvers.js';
import { inOrder } from '../loaders/in-order.js';
import type { Reads } from '../loaders/reads.js';
import type { Column, Key } from '../sources/row-source.js';

const MOST_DAYS = 1_000;
const DAY_MS = 86_400_000;
const ZONE: Column = { name: 'timezone', kind: 'text' };

export const DowntimeEvent: DowntimeEventResolvers = {
  hoursByDay: async ({ started_at, ended_at, unit_id, id_flownet }, { from, until }, context, info) => {
    const begin = later(started_at ?? '', from);
    const end = earlier(ended_at ?? (await context.now()).toISOString(), until);
    if (end.getTime() - begin.getTime() > MOST_DAYS * DAY_MS)
      throw new LimitExceeded(`The hours are those of more than ${MOST_DAYS} days; ask for fewer with from and until`, {
        limit: MOST_DAYS,
      });
    const reads = context.read(info);
    const key: Key = [unit_id ?? '', id_flownet ?? ''];
    const zone = await context.loaders(info).batched('zones of units', key, (keys) => zonesOf(keys, reads));
    return splitByDay(zone ?? 'UTC', begin, end);
  },
};

/** The zones of units, by one statement for all events that ask. */
async function zonesOf(keys: readonly Key[], reads: Reads): Promise<(string | null)[]> {
  const view = viewNamed(reads.asked.bindings, 'Unit');
  const by = [...UNIT];
  const rows = await reads.select(view, {
    ...reads.from(view, 'DowntimeEvent.hoursByDay'),
    columns: [...by, ZONE],
    keys: { columns: by, tuples: keys },
    order: by.map((column) => ({ column, descending: false })),
  });
  return inOrder(keys, by, rows).map(([row]) => zoneOf(typeof row?.timezone === 'string' ? row.timezone : null));
}

const UNIT: readonly Column[] = [
  { name: 'id_rec', kind: 'text' },
  { name: 'id_flownet', kind: 'text' },
];

const later = (one: string, other: string | null | undefined) =>
  new Date(Math.max(Date.parse(one), other ? Date.parse(other) : Number.NEGATIVE_INFINITY));
const earlier = (one: string, other: string | null | undefined) =>
  new Date(Math.min(Date.parse(one), other ? Date.parse(other) : Number.POSITIVE_INFINITY));
