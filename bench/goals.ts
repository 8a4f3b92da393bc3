/** A ratio that is wanted: the speed of `of`, the gateway unless it says otherwise, beside that of `beside`. */
export interface Goal {
  readonly part: string;
  readonly of?: string;
  readonly beside: string;
  readonly least?: number;
  /** For what is counted and not compared. */
  readonly most?: number;
}

export const GOALS: readonly Goal[] = [
  { part: 'hierarchy', beside: 'sql', least: 0.8 },
  { part: 'hierarchy', of: 'gateway on DuckDB', beside: 'sql', least: 0.8 },
  { part: 'hierarchy', beside: 'postgraphile', least: 2.5 },
  { part: 'small', beside: 'apollo', least: 1.3 },
  { part: 'list', beside: 'mercurius', least: 1 },
  { part: 'tile', beside: 'raw tiles', least: 0.85 },
  { part: 'repeated', beside: 'string', least: 0.5 },
  { part: 'deep', beside: 'round trip', most: 1.5 },
  { part: 'deep 100 units, 600 days', beside: 'round trip', most: 1.5 },
];
