/** How reads were answered, added up by those who answer them. A read that nobody notes anything of was one statement. */
export interface Notes {
  /** Statements that were sent to the store. */
  statements?: number;
  /** Answers, or parts of answers, out of memory. */
  hits?: number;
  /** Since when what was answered has not been held against the store: milliseconds since 1970. */
  asOf?: number;
  /** An older copy was served, because the store is out of order. */
  stale?: boolean;
}

export function note(notes: Notes | undefined, { statements = 0, hits = 0, asOf, stale }: Notes): void {
  if (!notes) return;
  notes.statements = (notes.statements ?? 0) + statements;
  notes.hits = (notes.hits ?? 0) + hits;
  if (asOf !== undefined) notes.asOf = Math.min(notes.asOf ?? asOf, asOf);
  if (stale) notes.stale = true;
}
