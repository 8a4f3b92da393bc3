/** How much one list, filter or statement may ask for. Each is stated in the schema or in the error that it raises. */
export interface ListLimits {
  /** Rows of a page when `first` is left out. */
  readonly defaultFirst: number;
  readonly maxFirst: number;
  readonly defaultGroups: number;
  readonly maxGroups: number;
  /** Values in one `in` or `notIn`. */
  readonly maxInValues: number;
  /** Levels of `and`, `or` and `not` inside each other. */
  readonly maxFilterDepth: number;
  /** Rows that one statement may bring into the gateway. */
  readonly maxRows: number;
}

export const LIST_LIMITS: ListLimits = {
  defaultFirst: 20,
  maxFirst: 1_000, // the widest client query asks for 1,000 units at once
  defaultGroups: 100,
  maxGroups: 10_000,
  maxInValues: 1_000, // a page of parents, passed back as a filter
  maxFilterDepth: 4, // deepest filter of the tour: 2
  maxRows: 250_000, // the largest measured client query brings 60,000
};
