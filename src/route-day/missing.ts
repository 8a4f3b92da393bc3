import type { Reads } from '../loaders/reads.js';
import { inForce } from '../overlay/sides.js';
import { producedAmong } from '../production/producing.js';
import { byParent, columnIn, keyOf, nameOf, rowsOf } from '../production/route-rows.js';
import type { Row } from '../sources/row-source.js';

const LABEL = 'RouteDay.missing';

/** Completions that produced at any time of the day and whose last report is of a day before it; those never reported first. */
export async function missingOn(reads: Reads, completions: readonly Row[], units: readonly Row[], day: string) {
  const [producing, reported] = await Promise.all([
    producedAmong(reads, { completions, units, day, label: LABEL }),
    lastReports(reads, completions, day),
  ]);
  return producing
    .map(({ completion, status }) => {
      const last = reported.get(nameOf(completion))?.[0]?.production_date;
      return { completion, status, lastReportedOn: typeof last === 'string' ? last : null };
    })
    .filter(({ lastReportedOn }) => lastReportedOn !== day)
    .sort((left, right) => ((left.lastReportedOn ?? '') < (right.lastReportedOn ?? '') ? -1 : 1));
}

async function lastReports(reads: Reads, completions: readonly Row[], day: string): Promise<Map<string, Row[]>> {
  const column = (name: string) => columnIn(reads, 'DailyProduction', name);
  const by = ['completion_id', 'id_flownet'] as const;
  const rows = await rowsOf(reads, 'DailyProduction', {
    by,
    keys: completions.map(keyOf),
    columns: ['production_date'],
    where: {
      all: [
        ...inForce(column),
        { column: column('activity_type'), is: 'eq', value: 'PRODUCTION' },
        { column: column('production_date'), is: 'lte', value: day },
      ],
    },
    newest: 'production_date',
    label: LABEL,
  });
  return byParent(rows, by);
}
