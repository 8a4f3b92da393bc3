import type { Column, Condition, Row } from '../sources/row-source.js';

/** A value of a fact, as it is compared, counted and answered. */
export type Plain = number | string | boolean | null;
export type Values = Readonly<Record<string, Plain>>;

/** Hours of one local production day. */
export interface DayHours {
  readonly day: string;
  readonly hours: number;
}

/** Those of one reason on the first level; null where none is known. */
export interface ReasonHours extends DayHours {
  readonly reason: string | null;
}

/** Those of one product; of all of them where it is empty. */
export interface ProductHours extends ReasonHours {
  readonly product: string;
}

/** What one store says of one fact, in one row or in several that belong together. */
export interface Fact {
  /** What tells it from other facts of the same days. */
  readonly key: string;
  /** The first and last day of the window that it touches. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** The clock time on the wall, as milliseconds: which of several facts of a day is meant. */
  readonly at: number;
  readonly values: Values;
  /** Hours down by the clock that were approved. */
  readonly approvedByDay?: readonly ProductHours[];
  /** Hours down by the clock that nobody has approved yet, beside those that were. */
  readonly pendingByDay?: readonly ProductHours[];
  readonly rows: readonly Row[];
  /** Ids of rows of the other store that this one names as the same fact. */
  readonly names?: readonly string[];
}

/** The days that are asked for, both inclusive, and what is known of the place and the moment. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  /** The time zone of the production days; UTC where it is not known. */
  readonly zone: string;
  readonly now: Date;
}

/** A row of ProdView that one of operations names as the same fact, and the days on which the latter tells it. */
export interface Named {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** What tells moments from days, and what has passed. */
export type Clock = Pick<Asked, 'zone' | 'now'>;

/** What a store has of the overlay: which rows, and which facts they tell. */
export interface Side {
  readonly type: string;
  /** The columns that equal the parent's key, in its order. */
  readonly parent: readonly string[];
  /** What is read of each row beside what the document asks for. */
  readonly columns: readonly string[];
  /** The column by which the greatest row of several of one fact counts. */
  readonly newest?: string;
  readonly where: (column: (name: string) => Column, asked: Pick<Asked, 'from' | 'to'>) => readonly Condition[];
  readonly facts: (rows: readonly Row[], asked: Asked) => readonly Fact[];
}

/** How far two numbers may be apart and still say the same: the larger of the two bounds. */
export interface Tolerance {
  readonly absolute: number;
  /** Of the larger number. */
  readonly share?: number;
}

export interface ValueRule {
  readonly name: string;
  /** Numbers: how far apart; SAME: texts but for case and punctuation. Not compared when left out. */
  readonly compared?: Tolerance | 'SAME';
  /** Whether totals have its sum. */
  readonly summed?: true;
}

/** How facts of a day find each other beside their time. */
export interface OfADay {
  /** A value of which those that say the same are a pair first. */
  readonly alike?: string;
  /** What several facts of operations come to, where one of ProdView tells of the time of all of them. */
  readonly join?: (facts: readonly Fact[]) => Fact;
}

/**
 * What makes two facts the same one. ONE_A_DAY: their key and day, of which a store has one. OF_A_DAY: their key and day, each
 * with the one that is nearest, of those first that say alike what is named; what is told of a day in more pieces than ProdView
 * has is joined, where a list says how. DAYS: their key and a day in common, or that one names the other; what hangs together by
 * that is one, and what a store's rows of it come to is said for each store.
 */
export type Sameness =
  | { readonly kind: 'ONE_A_DAY' }
  | ({ readonly kind: 'OF_A_DAY' } & OfADay)
  | { readonly kind: 'DAYS'; readonly prodview: Joined; readonly operations: Joined };

export type Joined = (rows: readonly Row[], asked: Asked) => Fact;

/** What counts of a fact that ProdView, operations or both have. */
export type Counted = (
  prodview: Fact | null,
  operations: Fact | null,
  asked: Asked,
  named?: readonly Named[],
) => CountedValues;

export interface CountedValues {
  readonly values: Values;
  readonly hoursByDay?: readonly DayHours[];
  /** Whose reason they are, in the order in which they count; a day may have less. */
  readonly reasonsByDay?: readonly ReasonHours[];
  /** Hours that would count if they were approved. */
  readonly unapprovedByDay?: readonly DayHours[];
}

/** One list of what both ProdView and operations describe. */
export interface Overlay {
  /** `Type.field`: the label of its statements. */
  readonly label: string;
  /** The columns of the parent that are its key. */
  readonly key: readonly [string, string];
  /** The parent's column with the unit whose time zone the days are of; left out where both stores have days. */
  readonly unit?: string;
  readonly prodview: Side;
  readonly operations: Side;
  readonly same: Sameness;
  /** What rows of operations name, also those that tell no fact of the window. */
  readonly named?: (operations: readonly Row[], asked: Asked) => readonly Named[];
  readonly values: readonly ValueRule[];
  readonly counted: Counted;
  /** What counts of all facts of a parent together, where that is not what counts of each. */
  readonly together?: <T extends Required<CountedValues> & Pick<Fact, 'key'>>(list: readonly T[], asked: Asked) => T[];
}
