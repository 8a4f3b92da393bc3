import { columnNamed } from '../binding/compile-link.js';
import { columnAt, viewNamed } from '../binding/named.js';
import { median } from '../commands/robust.js';
import { inForce } from '../overlay/sides.js';
import type { Aggregation, Condition, Row } from '../sources/row-source.js';
import type { Where } from './asked.js';
import { about, type Sites } from './surveillance-place.js';

/** What a funnel is made of: everything since this moment, of these places where some are asked for. */
export class Funnel {
  #over: Promise<Row[]> | undefined;

  constructor(
    readonly since: string,
    readonly sites?: Sites,
  ) {}

  /** Events that are over: two fields are of the same rows, and the first that is asked for reads them. */
  over(read: () => Promise<Row[]>): Promise<Row[]> {
    this.#over ??= read();
    return this.#over;
  }
}

const DAY_MS = 86_400_000;
const COUNT = { as: 'count', of: 'count' } as const;
type Type = 'SurveillanceEvent' | 'OptimizationRecommendation';
const DATED: Readonly<Record<Type, string>> = {
  SurveillanceEvent: 'detectedAt',
  OptimizationRecommendation: 'audit.rowCreatedDate',
};

const viewOf = (type: Type, { context, info }: Where) => viewNamed(context.read(info).asked.bindings, type);

/** Records of a type since the moment that are in force. */
function sinceThen(type: Type, { since, sites }: Funnel, at: Where, and: readonly Condition[] = []): Condition {
  const view = viewOf(type, at);
  const dated: Condition = { column: columnAt(view, DATED[type]), is: 'gte', value: since };
  const there = sites ? [about(type, sites, at.context.read(at.info))] : [];
  return { all: [dated, ...inForce((name) => columnNamed(view, name)), ...there, ...and] };
}

function counted(type: Type, question: Pick<Aggregation, 'groupBy' | 'measures' | 'where'>, at: Where): Promise<Row[]> {
  const reads = at.context.read(at.info);
  const view = viewOf(type, at);
  return reads.aggregate(view, { ...reads.from(view, `surveillanceFunnel ${type}`), ...question, beside: true });
}

/** Groups of events, each with a way to the middle of its days: those are read only where they are asked for. */
export async function eventCounts(funnel: Funnel, at: Where) {
  const column = (path: string) => columnAt(viewOf('SurveillanceEvent', at), path);
  const groupBy = [
    { as: 'eventType', column: column('eventType') },
    { as: 'status', column: column('status') },
    { as: 'month', column: column('detectedAt'), by: 'month' as const },
  ];
  const where = sinceThen('SurveillanceEvent', funnel, at);
  const rows = await counted('SurveillanceEvent', { groupBy, measures: [COUNT], where }, at);
  const counts = rows.map(({ month, ...row }): Row => ({ ...row, month: String(month).slice(0, 10) }));
  const sorted = counts.sort((a, b) => (sortedBy(a) < sortedBy(b) ? -1 : 1));
  return sorted.map((row) => ({ ...row, medianDaysOpen: () => medianDaysOpen(funnel, at, row) }));
}

const sortedBy = ({ eventType, status, month }: Row) => `${eventType} ${status} ${month}`;

/** The store knows no median: the moments of each event that is over are read, and no more of it. */
export async function medianDaysOpen(funnel: Funnel, at: Where, group?: Row): Promise<number | null> {
  const rows = await funnel.over(() => eventsThatAreOver(funnel, at));
  const own = group ? rows.filter((row) => groupOf(row) === sortedBy(group)) : rows;
  const open = own.map((row) => (Date.parse(String(row.closed_at)) - Date.parse(String(row.detected_at))) / DAY_MS);
  return median(open) ?? null;
}

/** Months are those of UTC, as the store's groups are. */
const groupOf = ({ event_type, status, detected_at }: Row) =>
  `${event_type} ${status} ${new Date(String(detected_at)).toISOString().slice(0, 7)}-01`;

function eventsThatAreOver(funnel: Funnel, at: Where): Promise<Row[]> {
  const reads = at.context.read(at.info);
  const view = viewOf('SurveillanceEvent', at);
  const over: Condition = { column: columnAt(view, 'status'), in: ['CLOSED', 'DISMISSED'] };
  return reads.select(view, {
    ...reads.from(view, 'surveillanceFunnel days open'),
    beside: true,
    columns: ['eventType', 'status', 'detectedAt', 'closedAt'].map((path) => columnAt(view, path)),
    where: sinceThen('SurveillanceEvent', funnel, at, [over]),
    order: view.key.map((column) => ({ column, descending: false })),
  });
}

export async function recommendationCounts(funnel: Funnel, at: Where, now: Date) {
  const view = viewOf('OptimizationRecommendation', at);
  const groupBy = [{ as: 'status', column: columnAt(view, 'status') }];
  const count = (and: readonly Condition[]) =>
    counted(
      'OptimizationRecommendation',
      { groupBy, measures: [COUNT], where: sinceThen('OptimizationRecommendation', funnel, at, and) },
      at,
    );
  const isProposed: Condition = { column: columnAt(view, 'status'), is: 'eq', value: 'PROPOSED' };
  const isOver: Condition = { column: columnAt(view, 'audit.expiryDate'), is: 'lte', value: now.toISOString() };
  const [all, late] = await Promise.all([count([]), count([isProposed, isOver])]);
  return afterExpiry(all, Number(late[0]?.count ?? 0));
}

function afterExpiry(all: readonly Row[], late: number) {
  const counts = new Map(all.map(({ status, count }) => [String(status), Number(count)]));
  counts.set('PROPOSED', (counts.get('PROPOSED') ?? 0) - late);
  counts.set('EXPIRED', (counts.get('EXPIRED') ?? 0) + late);
  return [...counts].filter(([, count]) => count > 0).map(([status, count]) => ({ status, count }));
}

export async function verifiedGains(funnel: Funnel, at: Where) {
  const view = viewOf('OptimizationRecommendation', at);
  const sum = (as: string) => ({ as, of: 'sum', column: columnAt(view, as) }) as const;
  const isVerified: Condition = { column: columnAt(view, 'status'), is: 'eq', value: 'VERIFIED' };
  const rows = await counted(
    'OptimizationRecommendation',
    {
      groupBy: [{ as: 'uom', column: columnAt(view, 'rateUom') }],
      measures: [COUNT, sum('expectedGainBblPerDay'), sum('expectedGainMcfPerDay'), sum('actualGain')],
      where: sinceThen('OptimizationRecommendation', funnel, at, [isVerified]),
    },
    at,
  );
  const of = (uom: string, name: string) => Number(rows.find((row) => row.uom === uom)?.[name] ?? 0);
  return {
    count: rows.reduce((total, row) => total + Number(row.count), 0),
    expectedGainBblPerDay: of('BBL_PER_DAY', 'expectedGainBblPerDay'),
    actualGainBblPerDay: of('BBL_PER_DAY', 'actualGain'),
    expectedGainMcfPerDay: of('MCF_PER_DAY', 'expectedGainMcfPerDay'),
    actualGainMcfPerDay: of('MCF_PER_DAY', 'actualGain'),
  };
}
