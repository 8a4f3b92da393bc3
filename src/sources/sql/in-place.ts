import type { Row } from '../row-source.js';

/** Rows of one part of a wide statement in the order of their places, a number or null each. Mostly they come so. */
export function inPlace(rows: Row[], places: readonly unknown[]): Row[] {
  const at = (index: number) => Number(places[index] ?? 0);
  if (rows.every((_, index) => index === 0 || at(index - 1) <= at(index))) return rows;
  const order = rows.map((_, index) => index).sort((left, right) => at(left) - at(right));
  return order.map((index) => rows[index] as Row);
}
