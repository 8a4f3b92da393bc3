import type { ColumnKind } from '../row-source.js';

/** A column that a part brings. */
export interface Cell {
  readonly as: string;
  readonly kind: ColumnKind;
}

/** A read as SQL that is a statement of its own or one part of a wide one. */
export interface Part {
  readonly text: string;
  readonly cells: readonly Cell[];
  /** The column that numbers the rows in their order, where that was asked for and they have one. */
  readonly place?: string;
}

/** The column that numbers rows: of each key where rows are cut for each key, else of all. */
export const RANK = 'wg_rank';
