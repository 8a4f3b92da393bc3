import { dayAfter } from '../days/local-day.js';
import type { Reads } from '../loaders/reads.js';
import { producingOf } from './producing.js';
import { unitsOf } from './route-rows.js';
import { usableTests } from './usable-tests.js';

export interface DueTests {
  readonly route: string;
  readonly within: number;
  readonly every: number;
  readonly on: string;
}

const LABEL = 'Query.testsDue';

/** Completions of a route whose last valid test is too old; null where the viewer sees no such route. */
export async function testsDue(reads: Reads, asked: DueTests) {
  const units = await unitsOf(reads, asked.route, LABEL);
  if (!units) return null;
  const producing = await producingOf(reads, units, asked.on, LABEL);
  const completions = producing.map(({ completion }) => completion);
  const isEnough = (tests: readonly unknown[]) => tests.length > 0;
  const testsOf = await usableTests({ completions, units, on: asked.on, isEnough, label: LABEL }, reads);
  const due = completions.map((completion) => {
    const lastValidTestOn = testsOf(completion)[0]?.firstDay ?? null;
    const dueOn = lastValidTestOn && dayAfter(lastValidTestOn, asked.every);
    return { completion, lastValidTestOn, dueOn, isOverdue: dueOn === null || dueOn < asked.on };
  });
  const until = dayAfter(asked.on, asked.within);
  return due.filter(({ dueOn }) => dueOn === null || dueOn <= until).sort(earliest);
}

const earliest = (a: { dueOn: string | null }, b: { dueOn: string | null }) =>
  (a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : (a.dueOn ?? '') > (b.dueOn ?? '') ? 1 : 0;
