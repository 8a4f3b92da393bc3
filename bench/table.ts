import { GOALS } from './goals.js';
import { median } from './rounds.js';

/** The median milliseconds of each counted round, by who answered. */
export interface Measured {
  readonly part: string;
  readonly title: string;
  readonly times: Readonly<Record<string, readonly number[]>>;
}

export const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`.padStart(11);

/** How fast `of` is beside `beside`, round by round: above 1 it is faster. */
export const ratiosOf = ({ times }: Measured, of: string, beside: string): number[] =>
  (times[of] ?? []).map((mine, round) => (times[beside]?.[round] ?? Number.NaN) / mine);

/** Who took how long, and the gateway's speed beside each, with the goal where there is one. */
export function print(measured: Measured): void {
  console.log(`\n${measured.title}`);
  console.log(`  ${'median'.padStart(33)}   the gateway's speed beside it (slowest to fastest round)`);
  for (const [name, values] of Object.entries(measured.times)) {
    const ratios = ratiosOf(measured, 'gateway', name);
    const goal = GOALS.find(({ part, of, beside }) => part === measured.part && !of && beside === name);
    const beside =
      name === 'gateway' || ratios.length === 0 ? '' : TRIPS.has(name) ? trips(measured, name) : spread(ratios);
    console.log(`  ${name.padEnd(22)}${ms(median(values))}   ${beside}${goal ? `   ${verdict(measured, goal)}` : ''}`);
  }
}

const spread = (values: readonly number[]) =>
  `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;

/** One statement, of which it is told how many of them an answer takes: as it is said to be, and as the driver alone has it. */
const TRIPS: ReadonlySet<string> = new Set(['round trip', 'driver alone']);
const trips = (measured: Measured, name: string) =>
  `the gateway waited for ${reached(measured, 'gateway', name).toFixed(2)}`;

type Goal = (typeof GOALS)[number];

function verdict(measured: Measured, { of = 'gateway', beside, least, most }: Goal): string {
  const value = reached(measured, of, beside);
  const isMet = (least === undefined || value >= least) && (most === undefined || value <= most);
  const wanted = least === undefined ? `at most ${most}` : `at least ${least}`;
  return `goal ${wanted}: ${isMet ? 'met' : 'missed'}`;
}

/** A ratio of speeds; beside a round trip how many of them were waited for. */
const reached = (measured: Measured, of: string, beside: string) =>
  TRIPS.has(beside)
    ? median((measured.times[of] ?? []).map((mine, at) => mine / (measured.times[beside]?.[at] ?? Number.NaN)))
    : median(ratiosOf(measured, of, beside));

/** All goals of what was measured, one a line. */
export function printGoals(all: readonly Measured[]): void {
  const lines = GOALS.flatMap((goal) => {
    const measured = all.find(({ part, times }) => part === goal.part && times[goal.beside]);
    if (!measured) return [];
    const { of = 'gateway', beside } = goal;
    const value = reached(measured, of, beside).toFixed(2).padStart(6);
    const what = beside === 'round trip' ? 'in round trips' : `beside ${beside}`;
    return [`  ${`${goal.part}, ${of} ${what}`.padEnd(48)}${value}   ${verdict(measured, goal)}`];
  });
  if (lines.length > 0) console.log(`\nGoals\n${lines.join('\n')}`);
}
