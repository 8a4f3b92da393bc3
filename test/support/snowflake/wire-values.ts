import { type DuckDBResult, DuckDBTypeId, type DuckDBValue } from '@duckdb/node-api';

/** A column as the server describes it. */
export interface WireColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly scale: number | null;
  readonly precision: number | null;
}

/** A cell as the server writes it: everything is text. */
export type WireCell = string | null;

const WHOLE = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
]);

export function columnsOf(result: Pick<DuckDBResult, 'columnNames' | 'columnType'>): WireColumn[] {
  return result.columnNames().map((name, at) => {
    const type = result.columnType(at);
    const { typeId } = type;
    const of = (wire: string, scale: number | null = null, precision: number | null = null) => ({
      name,
      type: wire,
      nullable: true,
      scale,
      precision,
    });
    if (WHOLE.has(typeId)) return of('fixed', 0, 38);
    if (typeId === DuckDBTypeId.DECIMAL) return of('fixed', (type as never as { scale: number }).scale, 38);
    if (typeId === DuckDBTypeId.DOUBLE || typeId === DuckDBTypeId.FLOAT) return of('real');
    if (typeId === DuckDBTypeId.BOOLEAN) return of('boolean');
    if (typeId === DuckDBTypeId.DATE) return of('date');
    if (typeId === DuckDBTypeId.TIMESTAMP) return of('timestamp_ntz', 9, 0);
    if (typeId === DuckDBTypeId.TIMESTAMP_TZ) return of('timestamp_tz', 9, 0);
    return of('text');
  });
}

/** UTC, as the server adds the offset of a time with a zone: minutes, with 1,440 added. */
const UTC = 1440;

export function cellOf(value: DuckDBValue, { type }: WireColumn): WireCell {
  if (value === null) return null;
  if (type === 'boolean') return value ? '1' : '0';
  if (type === 'date') return String((value as { days: number }).days);
  if (type === 'timestamp_ntz') return secondsOf((value as { micros: bigint }).micros);
  if (type === 'timestamp_tz') return `${secondsOf((value as { micros: bigint }).micros)} ${UTC}`;
  if (type === 'real' && !Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : value === Infinity ? 'inf' : '-inf';
  return String(value);
}

function secondsOf(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const fraction = String(size % 1_000_000n).padStart(6, '0');
  return `${micros < 0n ? '-' : ''}${size / 1_000_000n}.${fraction}000`;
}
