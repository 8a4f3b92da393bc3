import type { Reads } from '../loaders/reads.js';
import { inForce } from '../overlay/sides.js';
import { producedOf } from './producing.js';
import { byParent, columnIn, keyOf, nameOf, rowsOf, unitsOf } from './route-rows.js';

const LABEL = 'Query.missingDailyProduction';

/** Completions of a route that produced at any time of a day and have no report of it; null where the viewer sees no such route. */
export async function missingDays(reads: Reads, route: string, date: string) {
  const units = await unitsOf(reads, route, LABEL);
  if (!units) return null;
  const producing = await producedOf(reads, units, date, LABEL);
  const column = (name: string) => columnIn(reads, 'DailyProduction', name);
  const reported = await rowsOf(reads, 'DailyProduction', {
    by: ['completion_id', 'id_flownet'],
    keys: producing.map(({ completion }) => keyOf(completion)),
    columns: [],
    where: {
      all: [
        ...inForce(column),
        { column: column('activity_type'), is: 'eq', value: 'PRODUCTION' },
        { column: column('production_date'), is: 'eq', value: date },
      ],
    },
    label: LABEL,
  });
  const known = byParent(reported, ['completion_id', 'id_flownet']);
  return producing
    .filter(({ completion }) => !known.has(nameOf(completion)))
    .map(({ completion, status }) => ({ completion, status, productionDate: date }));
}
