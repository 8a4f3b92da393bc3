import { daysFrom } from '../days/local-day.js';
import type { Fact } from './declaration.js';
import { grouped } from './grouped.js';

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
export function nearestOfDay(prodview: readonly Fact[], operations: readonly Fact[]): Pair[] {
  const [ours, theirs] = [byPlace(prodview), byPlace(operations)];
  const places = new Set([...ours.keys(), ...theirs.keys()]);
  return [...places].flatMap((place) => nearest(ours.get(place) ?? [], theirs.get(place) ?? []));
}

const byPlace = (facts: readonly Fact[]) => grouped(facts, placeOf);

function nearest(ours: readonly Fact[], theirs: readonly Fact[]): Pair[] {
  const all = ours.flatMap((mine) => theirs.map((other) => ({ mine, other, apart: Math.abs(mine.at - other.at) })));
  const [taken, pairs]: [Set<Fact>, Pair[]] = [new Set(), []];
  for (const { mine, other } of all.sort((left, right) => left.apart - right.apart)) {
    if (taken.has(mine) || taken.has(other)) continue;
    taken.add(mine).add(other);
    pairs.push([mine, other]);
  }
  const alone = (facts: readonly Fact[]) => facts.filter((fact) => !taken.has(fact));
  return [
    ...pairs,
    ...alone(ours).map((fact): Pair => [fact, null]),
    ...alone(theirs).map((fact): Pair => [null, fact]),
  ];
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
