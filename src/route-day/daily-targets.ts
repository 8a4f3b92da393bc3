import type { Reads } from '../loaders/reads.js';
import { byParent, columnIn, keyOf, nameOf, rowsOf } from '../production/route-rows.js';
import type { Row } from '../sources/row-source.js';
import { boeOf } from './micro.js';
import type { Target, WellDays } from './well-days.js';

const LABEL = 'RouteDay.target';
const RATES = ['oil', 'gas', 'water'].map((product) => [
  product,
  `target_daily_rate_${product}_${product === 'gas' ? 'mcf' : 'bbl'}_per_day`,
]) as [string, string][];

/** Targets of the day by completion: of the newest set that ProdView would compare an allocation with. */
export async function dailyTargets(
  reads: Reads,
  completions: readonly Row[],
  day: string,
): Promise<ReadonlyMap<string, Target>> {
  const sets = await setsOf(reads, completions, day);
  const days = await rowsOf(reads, 'DailyTarget', {
    by: ['id_rec_parent', 'id_flownet'],
    keys: sets.map(keyOf),
    columns: RATES.map(([, column]) => column),
    where: { column: columnIn(reads, 'DailyTarget', 'target_daily_date'), is: 'eq', value: day },
    label: LABEL,
  });
  const bySet = byParent(days, ['id_rec_parent', 'id_flownet']);
  return new Map(
    sets.flatMap((set) => {
      const [rates] = bySet.get(nameOf(set)) ?? [];
      return rates ? [[JSON.stringify([String(set.id_rec_parent), String(set.id_flownet)]), targetOf(rates)]] : [];
    }),
  );
}

function setsOf(reads: Reads, completions: readonly Row[], day: string): Promise<Row[]> {
  const column = (name: string) => columnIn(reads, 'ProductionTarget', name);
  return rowsOf(reads, 'ProductionTarget', {
    by: ['id_rec_parent', 'id_flownet'],
    keys: completions.map(keyOf),
    columns: ['id_rec'],
    where: {
      all: [
        { column: column('is_use_in_diff_from_target_calculations'), is: 'eq', value: true },
        { column: column('target_start_date'), is: 'lte', value: day },
      ],
    },
    newest: 'target_start_date',
    label: LABEL,
  });
}

function targetOf(row: Row): Target {
  const rates = RATES.map(([, column]) => (typeof row[column] === 'number' ? (row[column] as number) : null));
  const [oilBbl = null, gasMcf = null, waterBbl = null] = rates;
  return { oilBbl, gasMcf, waterBbl, boe: oilBbl === null || gasMcf === null ? null : boeOf(oilBbl, gasMcf) };
}

const NOBODY = { values: null, boe: null, allocation: null, reports: [] };

/** The wells with the targets of days that are not allocated; those that nobody told anything of, too. */
export function withTargets(wells: readonly WellDays[], targets: ReadonlyMap<string, Target>): WellDays[] {
  const told = wells.map((days) =>
    days.today.allocation ? days : { ...days, target: targets.get(days.well) ?? days.target },
  );
  const known = new Set(wells.map(({ well }) => well));
  const others = [...targets].filter(([well]) => !known.has(well));
  return [...told, ...others.map(([well, target]) => ({ well, unit: '', today: NOBODY, previous: NOBODY, target }))];
}
