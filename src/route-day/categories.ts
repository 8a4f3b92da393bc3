/** Why production differs, in the order in which a report tells it. */
export const CATEGORIES = [
  'DOWNTIME',
  'CONSTRAINT',
  'DECLINE',
  'NEW_WELL',
  'TEST_CHANGE',
  'MEASUREMENT',
  'UNEXPLAINED',
] as const;

export type Category = (typeof CATEGORIES)[number];

/** What evidence says of a completion: BOE by category. What it says nothing of is left out. */
export type Claims = Readonly<Partial<Record<Exclude<Category, 'NEW_WELL' | 'UNEXPLAINED'>, number>>>;
