import type { Aggregation, Column, Condition, Grain, Key, Row, Selection } from '../row-source.js';
import { FOUND, ODD } from '../json-shape.js';
import { columnsOf } from './source.js';

/**
 * A read in which nothing tells facts apart, in the hope that none has several rows: `hoped` is the day of its facts, and
 * rows of a key, or of a group, that share a day are counted as odd. A page is then all rows of its key.
 */
export interface Hoped {
  readonly hoped?: Column;
}

type Read = Selection | Aggregation;

const DAY_MS = 86_400_000;

/** Undefined where a hope could not be told from the truth, or where it would read more than a page. */
export function hopedRead(read: Read): (Read & Hoped) | undefined {
  const { grain, keys, asText, where } = read;
  const day = grain?.columns.find(({ kind }) => kind === 'date');
  if (!grain || !day || !asText || !keys || keys.beneath) return undefined;
  const asked = [...keys.columns, ...(where ? columnsOf(where) : [])];
  if ('measures' in read) asked.push(...read.groupBy.map(({ column }) => column));
  else if (read.total || daysOf(where, day) > (read.limit ?? 0)) return undefined;
  if (!asked.every((column) => isOf(grain, column))) return undefined;
  const { grain: _, ...rest } = read;
  return { ...rest, hoped: day };
}

/** The keys of which the hope was in vain. */
export function inVain({ keys, limit }: Read, rows: readonly Row[]): Key[] {
  const columns = keys?.columns ?? [];
  const isVain = (row: Row) => Number(row[ODD]) > 0 || Number(row[FOUND]) > (limit ?? Number.POSITIVE_INFINITY);
  return rows.filter(isVain).map((row) => columns.map(({ name }) => String(row[name])));
}

const isOf = ({ columns }: Grain, { name, sum, distance }: Column) =>
  !sum && !distance && columns.some((column) => column.name === name);

/** How many days the window has that is asked for; infinitely many where it is open. */
function daysOf(where: Condition | undefined, day: Column): number {
  const conditions = where === undefined ? [] : 'all' in where ? where.all : [where];
  const edge = (...comparisons: readonly string[]) =>
    conditions.flatMap((each) =>
      'is' in each && each.column.name === day.name && comparisons.includes(each.is)
        ? [Date.parse(`${each.value}`)]
        : [],
    );
  return (Math.min(...edge('lt', 'lte')) - Math.max(...edge('gt', 'gte'))) / DAY_MS + 1;
}
