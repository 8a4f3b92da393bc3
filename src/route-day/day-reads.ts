import { columnAt, viewNamed } from '../binding/named.js';
import { dayAfter } from '../days/local-day.js';
import type { Reads } from '../loaders/reads.js';
import { dailyVolumes } from '../overlay/daily-volumes.js';
import { inForce, near, within } from '../overlay/sides.js';
import { keyOf, rowsOf } from '../production/route-rows.js';
import type { Condition, Row } from '../sources/row-source.js';

const LABEL = 'Query.routeDay';
/** Days of each half of the time before the day in which a trend is looked for. */
export const TREND_DAYS = 15;

/** What a report reads by the route's units. */
export interface ByUnits {
  readonly reads: Reads;
  readonly units: readonly Row[];
  readonly day: string;
}

const columnOf = (reads: Reads, type: string) => {
  const { leaves } = viewNamed(reads.asked.bindings, type);
  const all = new Map(leaves.map(({ field }) => [field.column.name, field.column]));
  return (name: string) => all.get(name) ?? { name, kind: 'text' as const };
};

export function completionsOf({ reads, units }: ByUnits): Promise<Row[]> {
  const columns = ['id_rec', 'pop_date', 'start_allocating_date', 'first_sale_date'];
  const by = ['id_rec_parent', 'id_flownet'];
  return rowsOf(reads, 'Completion', { by, keys: units.map(keyOf), columns, label: LABEL });
}

const ALLOCATED = [
  'id_rec_comp',
  'downtime_hours',
  'deferred_hcliq_bbl',
  'deferred_gas_mcf',
  'gathered_hcliq_bbl',
  'gathered_gas_mcf',
  'allocated_hcliq_bbl',
  'diff_target_oil_bbl',
  'diff_target_gas_mcf',
  'diff_target_water_bbl',
  '_fivetran_synced',
];

/** Allocations of the day and of the day before, each once. */
export function allocationsOf({ reads, units, day }: ByUnits): Promise<Row[]> {
  const { prodview } = dailyVolumes;
  return rowsOf(reads, 'DailyAllocation', {
    by: ['id_rec_unit', 'id_flownet'],
    keys: units.map(keyOf),
    columns: [...ALLOCATED, ...prodview.columns],
    where: { all: prodview.where(columnOf(reads, 'DailyAllocation'), { from: dayAfter(day, -1), to: day }) },
    grain: true,
    label: LABEL,
  });
}

const REPORTED = ['completion_id', 'active_ind', 'row_quality', 'amendment_seq_no', 'row_changed_date'];

/** The field's reports of the two days, those that were amended too. */
export function reportsOf({ reads, units, day }: ByUnits): Promise<Row[]> {
  const column = columnOf(reads, 'DailyProduction');
  return rowsOf(reads, 'DailyProduction', {
    by: ['unit_id', 'id_flownet'],
    keys: units.map(keyOf),
    columns: [...REPORTED, ...dailyVolumes.operations.columns],
    where: {
      all: [
        ...within(column('production_date'), { from: dayAfter(day, -1), to: day }),
        { column: column('activity_type'), is: 'eq', value: 'PRODUCTION' },
      ],
    },
    label: LABEL,
  });
}

/** Sums of BOE and numbers of days without downtime, a completion each, of some days. */
export function wholeDaysOf({ reads, units }: ByUnits, from: string, to: string): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, 'DailyAllocation');
  const column = columnOf(reads, 'DailyAllocation');
  const down = column('downtime_hours');
  const isWhole: Condition = {
    any: [
      { column: down, isNull: true },
      { column: down, is: 'lte', value: 0 },
    ],
  };
  if (units.length === 0) return Promise.resolve([]);
  return reads.aggregate(view, {
    ...reads.from(view, LABEL),
    keys: { columns: ['id_rec_unit', 'id_flownet'].map(column), tuples: units.map(keyOf) },
    ...(view.grain && { grain: view.grain }),
    where: { all: [...within(column('allocation_date'), { from, to }), isWhole] },
    groupBy: [{ as: 'completion', column: column('id_rec_comp') }],
    measures: [
      { as: 'boe', of: 'sum', column: columnAt(view, 'allocated.boe') },
      { as: 'days', of: 'distinct', column: column('allocation_date') },
    ],
  });
}

/** Approved downtimes of whole completions that may touch the two days. */
export function downtimesOf(reads: Reads, completions: readonly Row[], day: string): Promise<Row[]> {
  const column = columnOf(reads, 'DowntimeEvent');
  const spans = touching(column('started_at'), column('ended_at'), day);
  return rowsOf(reads, 'DowntimeEvent', {
    by: ['completion_id', 'id_flownet'],
    keys: completions.map(keyOf),
    columns: ['started_at', 'ended_at'],
    where: {
      all: [
        ...spans,
        { column: column('approval_status'), is: 'eq', value: 'APPROVED' },
        ...inForce(column),
        { column: column('product'), isNull: true },
        { column: column('percent_down'), is: 'gte', value: 100 },
      ],
    },
    label: LABEL,
  });
}

/** Limits on completions that may touch the two days. */
export function constraintsOf(reads: Reads, completions: readonly Row[], day: string): Promise<Row[]> {
  const column = columnOf(reads, 'ProductionConstraint');
  const spans = touching(column('effective_from'), column('effective_to'), day);
  const impact = ['impact_oil_bbl_per_day', 'impact_gas_mcf_per_day'];
  return rowsOf(reads, 'ProductionConstraint', {
    by: ['completion_id', 'id_flownet'],
    keys: completions.map(keyOf),
    columns: ['effective_from', 'effective_to', 'status', 'row_changed_date', ...impact],
    where: { all: [...spans, ...inForce(column)] },
    label: LABEL,
  });
}

type Column = ReturnType<ReturnType<typeof columnOf>>;

/** A span that may touch the local day or the one before it. */
function touching(begin: Column, end: Column, day: string): Condition[] {
  const [, before] = near(begin, { from: day, to: day });
  const [after] = near(end, { from: dayAfter(day, -1), to: day });
  return before && after ? [before, { any: [{ column: end, isNull: true }, after] }] : [];
}
