import { parseFirst } from '../binding/list-plan.js';
import type { Row } from '../sources/row-source.js';
import type { Overlay } from './declaration.js';
import type { Merged } from './merge.js';
import type { At } from './read.js';
import { readMerged } from './read-merged.js';
import { totalsOf } from './totals.js';
import { checkWindow, OVERLAY_FIRST } from './window.js';

export interface MergedArgs {
  readonly from: string;
  readonly to: string;
  readonly first?: number | null;
}

/** What both stores say of a parent's days, each fact once, as the schema has it. */
export async function mergedList(overlay: Overlay, parent: Row, args: MergedArgs, at: At) {
  const { from, to } = args;
  checkWindow(args);
  const first = parseFirst(args.first, OVERLAY_FIRST.byDefault, OVERLAY_FIRST.most, OVERLAY_FIRST.least);
  const { all, complete } = await readMerged(overlay, parent, { from, to }, at);
  return {
    nodes: all.slice(0, first).map((each) => ({ ...nodeOf(each, overlay), told: each, parent })),
    truncated: all.length > first,
    complete,
    totals: totalsOf(overlay.values, all),
  };
}

/** Of the fields here each type of the schema has those that it needs. */
export function nodeOf({ values, prodview, operations, ...merged }: Merged, overlay: Overlay) {
  const [ours] = prodview?.rows ?? [];
  return {
    ...values,
    ...merged,
    day: merged.firstDay,
    prodview: ours ? { ...ours, __typename: overlay.prodview.type } : null,
    operations: operations?.rows[0] ?? null,
    prodviewParts: prodview?.rows ?? [],
    operationsParts: operations?.rows ?? [],
  };
}
