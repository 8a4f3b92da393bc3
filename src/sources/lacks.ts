import type { Column } from './row-source.js';

/** By view: bound columns that it turned out not to have. */
export type Missing = Readonly<Record<string, readonly string[]>>;

/** Whether a value cannot be made, because a column that it is made of is missing. */
export function isLacking(missing: readonly string[] | undefined, column: Column): boolean {
  return missing !== undefined && needed(column).some((name) => missing.includes(name));
}

/** The columns of the view that a value is made of. */
function needed({ name, sum, distance }: Column): readonly string[] {
  if (sum) return sum.flatMap(({ columns }) => columns);
  return distance ? [distance.from] : [name];
}
