import { type FlowGraph, isUnit } from './flow-graph.js';
import type { Flows } from './flows.js';

/** Volumes of one day; null where a figure is not known. */
export interface Volumes {
  readonly hcliqBbl: number | null;
  readonly gasMcf: number | null;
  readonly waterBbl: number | null;
  readonly sandBbl: number | null;
}

/** What came in and what went out, as far as either can be told. */
export interface Balance {
  readonly in: Volumes | null;
  readonly out: Volumes | null;
  readonly gain: Volumes | null;
}

/** A node's volumes on the day, null where there is no record. */
export type VolumeOf = (node: string) => Volumes | null;

const PRODUCTS = ['hcliqBbl', 'gasMcf', 'waterBbl', 'sandBbl'] as const;

/** What flows into a node beside its own volume. A source that flows elsewhere too leaves open what of it came here. */
export function balanceOfNode(node: string, { sources, targets }: Flows, volumeOf: VolumeOf): Balance {
  const feeding = [...(sources.get(node) ?? [])];
  const whole = feeding.every((source) => targets.get(source)?.size === 1);
  return balance(whole ? sum(feeding, volumeOf) : null, volumeOf(node));
}

/** What came into these nodes from outside or began in them, beside what the last of them passed on. */
export function balanceOfTrace(
  nodes: ReadonlySet<string>,
  graph: FlowGraph,
  { sources, targets }: Flows,
  volumeOf: VolumeOf,
): Balance {
  const all = [...nodes];
  const leaves = (node: string) => some(targets.get(node), (target) => !nodes.has(target));
  const stays = (node: string) => some(targets.get(node), (target) => nodes.has(target));
  const [enteredByUnit, leftByUnit] = [byUnit(graph.previous, nodes), byUnit(graph.next, nodes)];
  const outside = new Set(all.flatMap((node) => [...(sources.get(node) ?? [])].filter((each) => !nodes.has(each))));
  const first = all.filter((node) => !sources.has(node) && !enteredByUnit(node));
  const last = all.filter((node) => !stays(node) && !leftByUnit(node));
  const entered = some(outside, leaves) ? null : sum([...outside, ...first], volumeOf);
  const left = all.some((node) => stays(node) && leaves(node)) ? null : sum(last, volumeOf);
  return balance(entered, left);
}

/** Whether a unit links a node to another of the trace; each unit is looked through once. */
function byUnit(links: FlowGraph['next'], nodes: ReadonlySet<string>): (node: string) => boolean {
  const known = new Map<string, boolean>();
  const leads = (unit: string) => {
    const answer = known.get(unit) ?? some(links.get(unit), (other) => nodes.has(other));
    known.set(unit, answer);
    return answer;
  };
  return (node) => some(links.get(node), (vertex) => isUnit(vertex) && leads(vertex));
}

function some(set: ReadonlySet<string> | undefined, test: (each: string) => boolean): boolean {
  for (const each of set ?? []) if (test(each)) return true;
  return false;
}

function balance(entered: Volumes | null, left: Volumes | null): Balance {
  const gain = entered && left && each((product) => less(left[product], entered[product]));
  return { in: entered, out: left, gain };
}

/** Null where there are no nodes or one of them has no record; a product is null where one of them lacks it. */
function sum(nodes: readonly string[], volumeOf: VolumeOf): Volumes | null {
  const volumes = nodes.map(volumeOf);
  if (volumes.length === 0 || volumes.includes(null)) return null;
  return each((product) => (volumes as Volumes[]).map((one) => one[product]).reduce(plus));
}

const each = (of: (product: (typeof PRODUCTS)[number]) => number | null) =>
  Object.fromEntries(PRODUCTS.map((product) => [product, of(product)])) as unknown as Volumes;
const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
