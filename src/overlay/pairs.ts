import { daysFrom } from '../days/local-day.js';
import type { Fact, OfADay } from './declaration.js';
import { grouped } from './grouped.js';
import { textOrder } from './text-order.js';

/** The same fact as ProdView and as operations tell it; one of them may be null. */
export type Pair = readonly [prodview: Fact | null, operations: Fact | null];

const placeOf = ({ key, firstDay }: Fact) => JSON.stringify([key, firstDay]);

/** By key and day. Of several of a store the first counts: it is the one that was written last. */
export function oneADay(prodview: readonly Fact[], operations: readonly Fact[]): Pair[] {
  const [ours, theirs] = [firstOfEach(prodview), firstOfEach(operations)];
  const places = new Set([...ours.keys(), ...theirs.keys()]);
  return [...places].map((place) => [ours.get(place) ?? null, theirs.get(place) ?? null]);
}

function firstOfEach(facts: readonly Fact[]): Map<string, Fact> {
  const first = new Map<string, Fact>();
  for (const fact of facts) if (!first.has(placeOf(fact))) first.set(placeOf(fact), fact);
  return first;
}

/** By key and day; of several of a day those that are nearest in time are a pair, and each is in one pair. */
export function nearestOfDay(prodview: readonly Fact[], operations: readonly Fact[], how: OfADay = {}): Pair[] {
  const [ours, theirs] = [byPlace(prodview), byPlace(operations)];
  const places = new Set([...ours.keys(), ...theirs.keys()]);
  return [...places].flatMap((place) => nearest(ours.get(place) ?? [], theirs.get(place) ?? [], how));
}

const byPlace = (facts: readonly Fact[]) => grouped(facts, placeOf);

function nearest(ours: readonly Fact[], theirs: readonly Fact[], { alike, join }: OfADay): Pair[] {
  const all = ours.flatMap((mine) => theirs.map((other): Couple => [mine, other])).sort(nearestFirst(alike));
  const [taken, found] = [new Set<Fact>(), new Map<Fact, Fact[]>()];
  const take = (most: number) => {
    for (const [mine, other] of all) {
      const others = found.get(mine) ?? [];
      if (taken.has(other) || others.length >= most) continue;
      taken.add(other);
      found.set(mine, [...others, other]);
    }
  };
  take(1);
  if (join) take(theirs.length);
  const told = (others: readonly Fact[]) => (others.length > 1 && join ? join(others) : (others[0] ?? null));
  return [
    ...[...found].map(([mine, others]): Pair => [mine, told(others)]),
    ...ours.filter((fact) => !found.has(fact)).map((fact): Pair => [fact, null]),
    ...theirs.filter((fact) => !taken.has(fact)).map((fact): Pair => [null, fact]),
  ];
}

type Couple = readonly [mine: Fact, other: Fact];

/** What is as near is told apart by what it says, because ids are made up. */
function nearestFirst(alike: string | undefined): (left: Couple, right: Couple) => number {
  const isUnlike = ([mine, other]: Couple) => alike !== undefined && mine.values[alike] !== other.values[alike];
  const numbers = (couple: Couple) => {
    const [mine, other] = couple;
    return [Number(isUnlike(couple)), Math.abs(mine.at - other.at), mine.at, other.at];
  };
  const said = (couple: Couple) => JSON.stringify(couple.map(({ values }) => values));
  return (left, right) => {
    const theirs = numbers(right);
    const apart = numbers(left).map((number, at) => number - (theirs[at] ?? 0));
    return apart.find((difference) => difference !== 0) ?? textOrder(said(left), said(right));
  };
}

type Group = readonly [prodview: readonly Fact[], operations: readonly Fact[]];

/**
 * Groups of facts of which none of ProdView has a day in common with a fact outside its group, nor is named by one: of a day
 * ProdView says hours, and not which. Events tell the time of day: they are in one group only where ProdView connects them.
 */
export function hangingTogether(prodview: readonly Fact[], operations: readonly Fact[]): Group[] {
  const all = [...prodview, ...operations];
  const leads = new Map<Fact, Fact>(all.map((fact) => [fact, fact]));
  const headOf = (fact: Fact): Fact => {
    let head = fact;
    for (let next = leads.get(head) ?? head; next !== head; next = leads.get(head) ?? head) head = next;
    leads.set(fact, head);
    return head;
  };
  const ours = new Set(prodview);
  for (const facts of meetings(prodview, operations)) {
    const first = facts.find((fact) => ours.has(fact));
    if (first) for (const fact of facts) leads.set(headOf(fact), headOf(first));
  }
  const groups = new Map<Fact, [Fact[], Fact[]]>();
  for (const fact of all) {
    const group = groups.get(headOf(fact)) ?? [[], []];
    groups.set(headOf(fact), group);
    group[ours.has(fact) ? 0 : 1].push(fact);
  }
  return [...groups.values()];
}

/** Facts of one key that share a day, and those of which one names a row of the other. */
function meetings(prodview: readonly Fact[], operations: readonly Fact[]): Fact[][] {
  const met = new Map<string, Fact[]>();
  const meet = (place: string, fact: Fact) => {
    const known = met.get(place);
    if (known) known.push(fact);
    else met.set(place, [fact]);
  };
  for (const fact of [...prodview, ...operations]) {
    for (const day of daysFrom(fact.firstDay, fact.lastDay)) meet(JSON.stringify([fact.key, day]), fact);
  }
  for (const fact of prodview) for (const { id_rec } of fact.rows) meet(`named ${id_rec}`, fact);
  for (const fact of operations) for (const name of fact.names ?? []) meet(`named ${name}`, fact);
  return [...met.values()];
}
