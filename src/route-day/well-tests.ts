import type { Reads } from '../loaders/reads.js';
import type { Merged } from '../overlay/merge.js';
import { usableTests } from '../production/usable-tests.js';
import type { Row } from '../sources/row-source.js';
import { boeOf } from './micro.js';

const LABEL = 'Query.routeDay';

interface Tested {
  readonly day: string;
  readonly boe: number;
}

export type TestStep = { readonly before: number; readonly after: number } | null;

/** How a valid test of the day moved the rate of a completion; null where no test did. */
export async function testSteps(reads: Reads, completions: readonly Row[], units: readonly Row[], day: string) {
  const isEnough = (tests: readonly Merged[]) => {
    const [newest] = tests.flatMap(tested);
    return (newest !== undefined && newest.day < day) || stepOf(tests, day) !== null;
  };
  const testsOf = await usableTests({ completions, units, on: day, isEnough, label: LABEL }, reads);
  return (completion: Row): TestStep => stepOf(testsOf(completion), day);
}

/** Of tests that may be used, the newest first. */
function stepOf(tests: readonly Merged[], day: string): TestStep {
  const told = tests.flatMap(tested);
  const after = told.find((test) => test.day === day);
  const before = told.find((test) => test.day < day);
  return after && before ? { before: before.boe, after: after.boe } : null;
}

function tested({ firstDay: day, values }: Merged): Tested[] {
  const number = (name: string) => (typeof values[name] === 'number' ? (values[name] as number) : null);
  const boe = boeOf(number('oilRateBblPerDay'), number('gasRateMcfPerDay'));
  return boe === null ? [] : [{ day, boe }];
}
