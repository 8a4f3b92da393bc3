import { inTurn, prodviewFirst } from './counted.js';
import type { Counted, Overlay } from './declaration.js';
import { said } from './differences.js';
import type { Merged } from './merge.js';
import { statuses } from './statuses.js';

/** Where the two of a day say different things, the later one counts: it put an end to the other. */
const laterFirst: Counted = (prodview, operations, asked) => {
  const isEnded = prodview && operations && operations.at > prodview.at && !isSame(prodview.values, operations.values);
  return isEnded ? { values: inTurn(operations, prodview) } : prodviewFirst(prodview, operations, asked);
};

const isSame = (left: Merged['values'], right: Merged['values']) =>
  said(left.status ?? null) === said(right.status ?? null);

/** Statuses, of which a completion has one at a time. */
export const heldStatuses: Overlay = { ...statuses, counted: laterFirst };

/** The one that holds at the end of a day: of those up to then the one that was told of the latest moment. */
export function heldAt(all: readonly Merged[], day: string): Merged | undefined {
  const known = all.filter(({ firstDay }) => firstDay <= day);
  return known.reduce<Merged | undefined>((last, each) => (last && !isLater(each, last) ? last : each), undefined);
}

const isLater = (one: Merged, other: Merged) =>
  one.firstDay === other.firstDay ? momentOf(one) > momentOf(other) : one.firstDay > other.firstDay;

/** On the wall; of a pair the later one's. */
const momentOf = ({ prodview, operations }: Merged) =>
  Math.max(...[prodview, operations].flatMap((fact) => (fact ? [fact.at] : [])));
