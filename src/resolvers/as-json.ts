/** As columns that hold JSON are read: the scalar takes the text apart. */
export const asJson = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);
