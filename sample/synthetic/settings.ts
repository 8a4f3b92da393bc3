import { parseArgs } from 'node:util';

/** What to make: how many wells over how many days, from which seed, and where. */
export interface Settings {
  readonly scale: number;
  readonly days: number;
  readonly seed: string;
  /** The last day of the network, so that nothing depends on today. */
  readonly until: string;
  readonly memory: string;
  readonly out: string;
}

const USAGE =
  'npm run synthetic -- --out FOLDER [--scale 100] [--days 730] [--seed 1] [--until 2026-06-30] [--memory 2GB]';

/** @throws Error that says how the command is used */
export function parseSettings(args: readonly string[]): Settings {
  const text = (value: string) => ({ type: 'string' as const, default: value });
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: text('100'),
      days: text('730'),
      seed: text('1'),
      until: text('2026-06-30'),
      memory: text('2GB'),
      out: { type: 'string' },
    },
  });
  const { out, until, memory, seed } = values;
  if (!out) throw new Error(USAGE);
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(Date.parse(until)))
    throw new Error(`--until is a day\n${USAGE}`);
  if (!/^\d+(\.\d+)?(MB|GB)$/.test(memory)) throw new Error(`--memory is a size such as 2GB\n${USAGE}`);
  return { scale: whole('scale', values.scale, 10), days: whole('days', values.days, 40), seed, until, memory, out };
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least)
    throw new Error(`--${name} is a whole number of at least ${least}\n${USAGE}`);
  return number;
}
