import type { Reads } from '../loaders/reads.js';
import type { Asked, Fact } from '../overlay/declaration.js';
import { finished, usable } from '../overlay/latest-test.js';
import { type Merged, merge } from '../overlay/merge.js';
import { mergedOfMany } from '../overlay/merged-of-many.js';
import type { Row } from '../sources/row-source.js';
import { byParent, columnIn, keyOf, nameOf, rowsOf, zonesOf } from './route-rows.js';

export interface AskedTests {
  readonly completions: readonly Row[];
  readonly units: readonly Row[];
  /** The last day. */
  readonly on: string;
  /** Whether the newest tests that may be used, the newest first, tell what is asked for. */
  readonly isEnough: (tests: readonly Merged[]) => boolean;
  readonly label: string;
}

type Side = 'prodview' | 'operations';

const SIDES = { prodview: 'effective_date', operations: 'test_start' } as const;
/** How many of the newest of each store are read: seldom may none of so many be used. */
const MOST = 5;

/**
 * Tests of completions that may be used, as `latestMergedTest` has them, the newest first: one statement of each store for
 * the newest ones, and one more for all of those completions of which these do not tell enough.
 */
export async function usableTests(asked: AskedTests, reads: Reads): Promise<(completion: Row) => readonly Merged[]> {
  const zoneAt = zonesOf(asked.units);
  const [prodview, operations] = await Promise.all([
    newestOf('prodview', asked, reads),
    newestOf('operations', asked, reads),
  ]);
  const known = new Map<string, readonly Merged[]>();
  const open = asked.completions.filter((completion) => {
    const name = nameOf(completion);
    const told = { prodview: prodview.get(name) ?? [], operations: operations.get(name) ?? [] };
    const { tests, isAll } = certain(told, { ...daysTo(asked), zone: zoneAt(completion) });
    known.set(name, tests);
    return !isAll && !asked.isEnough(tests);
  });
  const parents = open.map((completion) => ({ key: keyOf(completion), zone: zoneAt(completion) }));
  const all = await mergedOfMany({ ...finished, label: asked.label }, parents, daysTo(asked), reads);
  for (const [at, completion] of open.entries()) known.set(nameOf(completion), usable(all[at] ?? []));
  return (completion) => known.get(nameOf(completion)) ?? [];
}

/** From before the first test. */
const daysTo = ({ on }: Pick<AskedTests, 'on'>) => ({ from: '1900-01-01', to: on, now: new Date(0) });

async function newestOf(side: Side, { completions, label, ...asked }: AskedTests, reads: Reads) {
  const { type, parent, columns, where } = finished[side];
  const by = parent as [string, string];
  const rows = await rowsOf(reads, type, {
    by,
    keys: completions.map(keyOf),
    columns,
    where: { all: where((name) => columnIn(reads, type, name), daysTo(asked)) },
    newest: SIDES[side],
    most: MOST,
    label,
  });
  return byParent(rows, by);
}

/** Those after the first day that the rows tell wholly, and whether the rows are all that there are. */
function certain(rows: Readonly<Record<Side, readonly Row[]>>, asked: Asked) {
  const facts = (side: Side) => finished[side].facts(rows[side], asked);
  const told = { prodview: facts('prodview'), operations: facts('operations') };
  const begin = (side: Side) => (rows[side].length < MOST ? '' : firstDay(told[side], asked));
  const [ours, theirs] = [begin('prodview'), begin('operations')];
  const after = ours > theirs ? ours : theirs;
  const tests = usable(merge(finished, told, asked)).filter(({ firstDay: day }) => day > after);
  return { tests, isAll: after === '' };
}

const firstDay = (facts: readonly Fact[], { to }: Asked) => facts.map(({ firstDay: day }) => day).sort()[0] ?? to;
