import type { Reads } from '../loaders/reads.js';
import type { ReasonHours } from '../overlay/declaration.js';
import { downtimes } from '../overlay/downtimes.js';
import type { Merged } from '../overlay/merge.js';
import { mergedOfMany } from '../overlay/merged-of-many.js';
import { checkWindow } from '../overlay/window.js';
import { keyOf, rowsOf, unitsOf, zonesOf } from './route-rows.js';

export type Grouping = 'REASON' | 'DAY';

export interface AskedGroups {
  readonly route: string;
  readonly from: string;
  readonly to: string;
  readonly by: readonly Grouping[];
  /** Until when what has no end has lasted. */
  readonly now: Date;
}

export interface DowntimeGroup {
  readonly reasonCode1: string | null;
  readonly day: string | null;
  readonly downtimeHours: number;
  readonly downtimes: number;
}

const LABEL = 'Query.downtimeGroups';

/**
 * Hours down of a route by what they share: one statement of operations and three of ProdView. Null where the viewer sees no
 * such route.
 * @throws BadUserInput where the window is empty or too long
 */
export async function downtimeGroups(reads: Reads, { route, by, ...asked }: AskedGroups) {
  checkWindow(asked);
  const units = await unitsOf(reads, route, LABEL);
  if (!units) return null;
  const parent = ['id_rec_parent', 'id_flownet'];
  const wanted = { by: parent, keys: units.map(keyOf), columns: ['id_rec'], label: LABEL };
  const completions = await rowsOf(reads, 'Completion', wanted);
  const zoneAt = zonesOf(units);
  const parents = completions.map((completion) => ({ key: keyOf(completion), zone: zoneAt(completion) }));
  const merged = await mergedOfMany({ ...downtimes, label: LABEL }, parents, asked, reads);
  return groupsOf(merged.flat(), by);
}

type Hours = Pick<Merged, 'hoursByDay' | 'reasonsByDay'>;

/** Hours of interruptions, each in one group; an interruption counts in each group that has hours of it. */
export function groupsOf(all: readonly Hours[], by: readonly Grouping[]) {
  const groups = new Map<string, DowntimeGroup & { readonly of: Set<unknown> }>();
  for (const each of all) {
    for (const { day, reason, hours } of hoursOf(each)) {
      const shared = { day: by.includes('DAY') ? day : null, reasonCode1: by.includes('REASON') ? reason : null };
      const key = JSON.stringify([shared.day ?? '', shared.reasonCode1 ?? '']);
      const { downtimeHours = 0, of = new Set() } = groups.get(key) ?? {};
      of.add(each);
      groups.set(key, { ...shared, downtimeHours: downtimeHours + hours, downtimes: of.size, of });
    }
  }
  const sorted = [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([, { of, ...group }]): DowntimeGroup => group);
}

/** The hours of each day by their reasons: as many of each, in turn, as count of the day. */
function hoursOf({ hoursByDay, reasonsByDay }: Hours): ReasonHours[] {
  const left = new Map(hoursByDay.map(({ day, hours }) => [day, hours]));
  return reasonsByDay.flatMap(({ day, reason, hours }) => {
    const rest = left.get(day) ?? 0;
    left.set(day, Math.max(0, rest - hours));
    const taken = Math.min(hours, rest);
    return taken > 0 ? [{ day, reason, hours: taken }] : [];
  });
}
