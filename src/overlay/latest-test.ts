import type { Row } from '../sources/row-source.js';
import type { Overlay, Plain } from './declaration.js';
import { type Merged, timeOf } from './merge.js';
import { mergedEver } from './merged-ever.js';
import { nodeOf } from './merged-list.js';
import type { At } from './read.js';
import { FLOW_TEST, tests } from './tests.js';

/** A test that still runs, or that measures no rate, is not the one that rates are taken from. */
export const finished: Overlay = {
  ...tests,
  label: 'Completion.latestMergedTest',
  operations: {
    ...tests.operations,
    where: (column, asked) => [
      ...tests.operations.where(column, asked),
      { column: column('test_status'), is: 'eq', value: 'COMPLETED' },
      { column: column('test_type'), is: 'eq', value: FLOW_TEST },
    ],
  },
};
const RATES = ['oilRateBblPerDay', 'gasRateMcfPerDay', 'waterRateBblPerDay', 'bswPct'] as const;
const DAY_MS = 86_400_000;

/** The newest test that may be used, whoever told it, and how it stands to the one before; null where there is none. */
export async function latestTest(completion: Row, asOf: string | null | undefined, at: At) {
  const { all } = await mergedEver(finished, completion, asOf, at);
  const [latest, previous] = usable(all);
  if (!latest) return null;
  return { test: testOf(completion, latest), change: previous ? changeOf(completion, latest, previous) : null };
}

/** A test of a list, as the fields that look further are asked of it. */
export interface ToldTest {
  readonly told: Merged;
  /** The completion. */
  readonly parent: Row;
}

/** What a test says against the one before it that may be used, whenever that was; null where there is none. */
export async function changeBefore({ told, parent }: ToldTest, at: At) {
  const { all } = await mergedEver(finished, parent, undefined, at);
  const previous = previousOf(told, all);
  return previous ? changeOf(parent, told, previous) : null;
}

/** The newest test that may be used of those before a test. */
export const previousOf = (told: Merged, all: readonly Merged[]): Merged | undefined =>
  usable(all).find(
    (each) => each.firstDay < told.firstDay || (each.firstDay === told.firstDay && timeOf(each) < timeOf(told)),
  );

const testOf = (parent: Row, told: Merged) => ({ ...nodeOf(told, tests), told, parent });

/** Tests that may be used, the newest first; of several of a day the later one. */
export const usable = (all: readonly Merged[]): Merged[] => all.filter(({ values }) => values.isValid === true);

/** What a test says against the one before it. */
export function changeOf(completion: Row, latest: Merged, previous: Merged) {
  const differences = RATES.map((name) => [name, difference(latest.values[name], previous.values[name])] as const);
  return {
    previous: testOf(completion, previous),
    days: Math.round((Date.parse(latest.firstDay) - Date.parse(previous.firstDay)) / DAY_MS),
    ...(Object.fromEntries(differences) as Record<(typeof RATES)[number], ReturnType<typeof difference>>),
  };
}

function difference(now: Plain | undefined, before: Plain | undefined) {
  const found = typeof now === 'number' && typeof before === 'number' ? now - before : null;
  return { difference: found, differencePct: found === null || !before ? null : (found / Number(before)) * 100 };
}
