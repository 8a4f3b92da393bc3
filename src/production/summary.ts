import { columnAt } from '../binding/named.js';
import type { Measure } from '../sources/measure.js';
import type { Condition } from '../sources/row-source.js';
import { type Asked, dailyAllocations, dayOf, measured, type Where } from './asked.js';

const DAY_MS = 86_400_000;
const DAYS = 30;
const VOLUMES = { boe: 'boe', oilBbl: 'oilBbl', gasMcf: 'gasMcf', waterBbl: 'waterBbl' } as const;

/** First and last day with hydrocarbons, and the first day with an allocation at all. */
export async function landmarks(asked: Asked, at: Where) {
  const upTo = await untilDay(asked, at);
  if (!upTo) return {};
  const view = dailyAllocations(at);
  const date = columnAt(view, 'allocationDate');
  const produced = ['allocated.hcliqBbl', 'allocated.gasMcf'].map(
    (path): Condition => ({ column: columnAt(view, path), is: 'gt', value: 0 }),
  );
  const measures: Measure[] = [
    { as: 'first', of: 'min', column: date },
    { as: 'last', of: 'max', column: date },
  ];
  const where = { all: [upTo.condition, { any: produced }] };
  const row = await measured(asked, 'first and last production', { groupBy: [], measures, where }, at);
  return { first: row?.first as string | undefined, last: row?.last as string | undefined, asOf: upTo.day };
}

export async function firstAllocation(asked: Asked, at: Where): Promise<string | null> {
  const upTo = await untilDay(asked, at);
  if (!upTo) return null;
  const measures: Measure[] = [{ as: 'first', of: 'min', column: columnAt(dailyAllocations(at), 'allocationDate') }];
  const row = await measured(asked, 'first allocation', { groupBy: [], measures, where: upTo.condition }, at);
  return (row?.first as string | undefined) ?? null;
}

/** Whole days between two days written YYYY-MM-DD. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / DAY_MS);
}

/** The month with the most BOE; the store ranks the months and returns one a key. */
export async function peakMonth(asked: Asked, at: Where) {
  const upTo = await untilDay(asked, at);
  if (!upTo) return null;
  const groupBy = [{ as: 'month', column: columnAt(dailyAllocations(at), 'allocationDate'), by: 'month' as const }];
  const rankedBy = [{ as: 'boe', descending: true }];
  const question = { groupBy, measures: sums(at), rankedBy, limit: 1, where: upTo.condition };
  const row = await measured(asked, 'peak month', question, at);
  if (!row || typeof row.boe !== 'number' || row.boe <= 0) return null;
  return { month: String(row.month), ...volumesOf(row) };
}

/** Sums of the 30 days up to `asOf`, divided by those of them that have an allocation. */
export async function last30Days(asked: Asked, at: Where) {
  const upTo = await untilDay(asked, at);
  if (!upTo) return null;
  const date = columnAt(dailyAllocations(at), 'allocationDate');
  const first = new Date(Date.parse(upTo.day) - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const where: Condition = { all: [{ column: date, is: 'gte', value: first }, upTo.condition] };
  const measures: Measure[] = [{ as: 'days', of: 'distinct', column: date }, ...sums(at)];
  const row = await measured(asked, 'last 30 days', { groupBy: [], measures, where }, at);
  const days = Number(row?.days ?? 0);
  const mean = (of: string) => (days > 0 && typeof row?.[of] === 'number' ? row[of] / days : null);
  return {
    days,
    boePerDay: mean('boe'),
    oilBblPerDay: mean('oilBbl'),
    gasMcfPerDay: mean('gasMcf'),
    waterBblPerDay: mean('waterBbl'),
  };
}

async function untilDay(asked: Asked, at: Where): Promise<{ day: string; condition: Condition } | null> {
  const day = await dayOf(asked, at);
  if (day === null) return null;
  return { day, condition: { column: columnAt(dailyAllocations(at), 'allocationDate'), is: 'lte', value: day } };
}

function sums(at: Where): Measure[] {
  const view = dailyAllocations(at);
  return Object.values(VOLUMES).map((of) => ({ as: of, of: 'sum', column: columnAt(view, `allocated.${of}`) }));
}

function volumesOf(row: Readonly<Record<string, unknown>>) {
  const value = (of: string) => (typeof row[of] === 'number' ? (row[of] as number) : null);
  return { boe: value('boe'), oilBbl: value('oilBbl'), gasMcf: value('gasMcf'), waterBbl: value('waterBbl') };
}
