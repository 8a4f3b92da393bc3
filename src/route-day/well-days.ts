import { dailyVolumes } from '../overlay/daily-volumes.js';
import type { Values } from '../overlay/declaration.js';
import { merge } from '../overlay/merge.js';
import type { Row } from '../sources/row-source.js';
import { boeOf } from './micro.js';

/** What both stores have of one completion on one day. */
export interface WellDay {
  /** The values that count; null where nobody tells of the day. */
  readonly values: Values | null;
  readonly boe: number | null;
  readonly allocation: Row | null;
  /** The field's reports of the day but those that were rejected, the first one first. */
  readonly reports: readonly Row[];
}

/** A completion on the day and on the day before. */
export interface WellDays {
  readonly well: string;
  /** Its unit, by id and network. */
  readonly unit: string;
  readonly today: WellDay;
  readonly previous: WellDay;
  /** What it should make on the day. */
  readonly target: Target;
}

/** What each store has of the two days; null where it does not answer. */
export interface Told {
  readonly allocations: readonly Row[] | null;
  readonly reports: readonly Row[] | null;
}

type Days = readonly [day: string, previous: string];

/** Each completion that either store tells of, its days counted as the merged lists count them. */
export function wellDaysOf({ allocations, reports }: Told, days: Days): WellDays[] {
  const wells = new Map<string, { unit: string; allocations: Row[]; reports: Row[] }>();
  const wellOf = (completion: unknown, unit: unknown, network: unknown) => {
    const name = nameOf(completion ?? `of ${unit}`, network);
    const known = wells.get(name) ?? { unit: nameOf(unit, network), allocations: [], reports: [] };
    wells.set(name, known);
    return known;
  };
  for (const row of allocations ?? []) wellOf(row.id_rec_comp, row.id_rec_unit, row.id_flownet).allocations.push(row);
  for (const row of reports ?? []) wellOf(row.completion_id, row.unit_id, row.id_flownet).reports.push(row);
  return [...wells].map(([well, found]) => {
    const told = { allocations: allocations && found.allocations, reports: reports && found.reports };
    const [today, previous] = days.map((day) => wellDayOf(told, day)) as [WellDay, WellDay];
    return { well, unit: found.unit, today, previous, target: targetOf(today) };
  });
}

const nameOf = (id: unknown, network: unknown) => JSON.stringify([String(id), String(network)]);

function wellDayOf({ allocations, reports }: Told, day: string): WellDay {
  const allocated = allocations?.filter((row) => String(row.allocation_date).slice(0, 10) === day) ?? null;
  const reported = reports?.filter((row) => String(row.production_date) === day && !isRejected(row)) ?? null;
  const asked = { from: day, to: day, zone: 'UTC', now: new Date(0) };
  const told = {
    prodview: allocated && dailyVolumes.prodview.facts(allocated, asked),
    operations: reported && dailyVolumes.operations.facts(reported.filter(isInForce), asked),
  };
  const values = merge(dailyVolumes, told, asked)[0]?.values ?? null;
  const number = (name: string) => (typeof values?.[name] === 'number' ? (values[name] as number) : null);
  return {
    values,
    boe: boeOf(number('oilBbl'), number('gasMcf')),
    allocation: allocated?.[0] ?? null,
    reports: [...(reported ?? [])].sort((a, b) => Number(a.amendment_seq_no) - Number(b.amendment_seq_no)),
  };
}

const isRejected = (row: Row) => row.row_quality === 'REJECTED';

/** As `inForce` says it to the store; those that were amended are read too, for what was first reported. */
const isInForce = (row: Row) => row.active_ind === 'Y' && !isRejected(row);

/** The report of a day that counts. */
export const reportInForce = ({ reports }: WellDay): Row | null => reports.find(isInForce) ?? null;

export interface Target {
  readonly oilBbl: number | null;
  readonly gasMcf: number | null;
  readonly waterBbl: number | null;
  /** Where oil and gas both have one, as `actualVsTarget` has it. */
  readonly boe: number | null;
}

/** What ProdView compared the allocation with: the volume less the difference from target. */
function targetOf({ allocation }: WellDay): Target {
  const number = (name: string) => (typeof allocation?.[name] === 'number' ? (allocation[name] as number) : null);
  const aimed = (product: string) => {
    const [actual, difference] = [number(`allocated_${product}`), number(`diff_target_${product}`)];
    return actual === null || difference === null ? null : actual - difference;
  };
  const [oilBbl, gasMcf, waterBbl] = [aimed('oil_bbl'), aimed('gas_mcf'), aimed('water_bbl')];
  return { oilBbl, gasMcf, waterBbl, boe: oilBbl === null || gasMcf === null ? null : boeOf(oilBbl, gasMcf) };
}
