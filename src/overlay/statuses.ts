import { prodviewFirst } from './counted.js';
import type { Overlay } from './declaration.js';
import { inForce, near, ofLocalTime, ofMoment, valuesFrom, within } from './sides.js';

/** Both stores call them the same. */
const COLUMNS = {
  status: 'status',
  primaryFluidType: 'primary_fluid_type',
  flowDirection: 'flow_direction',
  productionMethod: 'production_method',
};

/** Changes of a completion's operational status: those of the same local day are the same, the nearest two of several. */
export const statuses: Overlay = {
  label: 'Completion.mergedStatuses',
  key: ['id_rec', 'id_flownet'],
  unit: 'id_rec_parent',
  prodview: {
    type: 'CompletionStatus',
    parent: ['id_rec_parent', 'id_flownet'],
    columns: ['status_date', ...Object.values(COLUMNS)],
    where: (column, asked) => within(column('status_date'), asked),
    facts: (rows, asked) => rows.map((row) => ofLocalTime(row.status_date, row, valuesFrom(COLUMNS, row), asked)),
  },
  operations: {
    type: 'WellStatusChange',
    parent: ['completion_id', 'id_flownet'],
    columns: ['effective_at', ...Object.values(COLUMNS)],
    where: (column, asked) => [
      ...near(column('effective_at'), asked),
      { column: column('status_type'), is: 'eq', value: 'OPERATIONAL' },
      ...inForce(column),
    ],
    facts: (rows, asked) => rows.flatMap((row) => ofMoment(row.effective_at, row, valuesFrom(COLUMNS, row), asked)),
  },
  same: { kind: 'OF_A_DAY' },
  values: Object.keys(COLUMNS).map((name) => ({ name, compared: 'SAME' }) as const),
  counted: prodviewFirst,
};
