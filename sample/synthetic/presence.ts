/** Views of fewer rows are kept in memory while they are made, and their rows are counted by i_. */
export const SMALL = 5000;

/** A number that belongs to a column's name, so that columns of one row differ. */
export const saltOf = (name: string) =>
  [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 99_991, 7);

/** SQL of a whole number from 0 to k - 1, by row and column. */
export const level = (salt: number, k: number) => `(hash(b.h_ + ${salt}) % ${k})::integer`;

/** The value on some rows, null on the others; never null on all of them. */
export function some(value: string, salt: number, rows: number): string {
  const there =
    rows < 200 ? `(b.i_ + ${salt}) % ${Math.max(1, Math.min(rows, 2))} = 0` : `hash(b.h_ + ${salt + 3}) % 8 = 0`;
  return `case when ${there} then ${value} end`;
}

/** The value on a few rows. */
export function rare(value: string, salt: number, rows: number): string {
  const every = Math.max(1, Math.min(rows, 64));
  const there = rows < SMALL ? `b.i_ % ${every} = ${salt % every}` : `hash(b.h_ + ${salt + 3}) % 64 = 0`;
  return `case when ${there} then ${value} end`;
}
