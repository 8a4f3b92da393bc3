import type { Column } from './row-source.js';

export type Edge = 'west' | 'south' | 'east' | 'north';

export interface Measure {
  readonly as: string;
  /** `distinct` counts the column's different values; the four edges are those of all shapes of a geometry column, in degrees. */
  readonly of: 'count' | 'distinct' | 'sum' | 'avg' | 'min' | 'max' | Edge;
  readonly column?: Column;
}

/** A column to group by; `by` cuts a date or time to the first day of its period. */
export interface Grouping {
  readonly as: string;
  readonly column: Column;
  readonly by?: 'day' | 'month' | 'year';
}
