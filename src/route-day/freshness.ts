import type { Row } from '../sources/row-source.js';
import type { Days } from './route-report.js';

/** How a request's reads of a source were answered so far. */
export interface Answered {
  readonly asOf?: number;
  readonly stale?: boolean;
}

const SOURCES = [
  ['PRODVIEW', 'allocations', '_fivetran_synced'],
  ['OPS', 'reports', 'row_changed_date'],
] as const;

/** How current each source's part of a report is; a report whose days cannot be read at all has none. */
export function freshnessOf(
  days: Days | null,
  answered: (source: 'PRODVIEW' | 'OPS') => Answered | undefined,
  day: string,
) {
  return SOURCES.map(([source, rows, changed]) => {
    const its = days?.[rows] ?? null;
    const { asOf, stale } = answered(source) ?? {};
    if (!its) return { source, at: null, status: 'UNAVAILABLE' as const, newestRowAt: null };
    const status = stale ? ('STALE' as const) : asOf === undefined ? ('LIVE' as const) : ('KEPT' as const);
    return { source, at: new Date(asOf ?? Date.now()).toISOString(), status, newestRowAt: newest(its, changed, day) };
  });
}

function newest(rows: readonly Row[], column: string, day: string): string | null {
  const own = rows.filter((row) => String(row.allocation_date ?? row.production_date).slice(0, 10) === day);
  const times = own.flatMap((row) => (typeof row[column] === 'string' ? [row[column] as string] : []));
  return times.sort().at(-1) ?? null;
}
