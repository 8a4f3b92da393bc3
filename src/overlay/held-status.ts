import { inTurn, prodviewFirst } from './counted.js';
import type { Counted, Fact, Overlay } from './declaration.js';
import { said } from './differences.js';
import { type Merged, timeOf } from './merge.js';
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

/** A status, and whether it is a code of the catalogue, not ProdView's words. */
export interface Held {
  readonly status: string;
  readonly isCode: boolean;
}

/** The statuses that held at any time of a day: the one of its end, then the others, the later ones first. */
export function heldDuring(all: readonly Merged[], day: string): Held[] {
  const last = heldAt(all, day);
  const told = all.filter(({ firstDay }) => firstDay <= day).flatMap(tellings);
  const inTurn = told.sort((left, right) => left.at - right.at || Number(right.isCode) - Number(left.isCode));
  const begin = Date.parse(day);
  const isOfDay = (_: Telling, at: number) => {
    const [own, next] = [inTurn[at]?.at ?? begin, inTurn[at + 1]?.at ?? Number.POSITIVE_INFINITY];
    return next > Math.max(own, begin);
  };
  return [...(last ? [heldOf(last)] : []), ...inTurn.filter(isOfDay).reverse()];
}

type Telling = Held & Pick<Fact, 'at'>;

const heldOf = ({ values: { status }, operations }: Pick<Merged, 'values' | 'operations'>): Held => ({
  status: String(status ?? ''),
  isCode: operations?.values.status === status,
});

/** What was told when: of a pair that says the same once, at the time that operations know better. */
function tellings(merged: Merged): Telling[] {
  const { prodview, operations } = merged;
  if (prodview && operations && isSame(prodview.values, operations.values))
    return [{ ...heldOf(merged), at: timeOf(merged) }];
  const told = [prodview, operations].filter((fact) => (fact?.values.status ?? null) !== null) as Fact[];
  return told.map((fact) => ({ status: String(fact.values.status), isCode: fact === operations, at: fact.at }));
}
