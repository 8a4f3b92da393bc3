import { parseArgs } from 'node:util';

export interface Options {
  readonly warmUp: number;
  /** Rounds that count. */
  readonly rounds: number;
  /** How many units the folders of the embedded store have. */
  readonly sizes: readonly number[];
}

/** `hierarchy tile --rounds 3 --sizes 1000`. @throws Error naming a part that there is none of, or a number that is none */
export function optionsOf(args: string[], parts: readonly string[]): { parts: ReadonlySet<string>; options: Options } {
  const given = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '7' },
      'warm-up': { type: 'string', default: '2' },
      sizes: { type: 'string', default: '1000,10000' },
    },
  });
  const unknown = given.positionals.find((each) => !parts.includes(each));
  if (unknown) throw new Error(`There is no part ${unknown}; parts are ${parts.join(', ')}`);
  const { rounds, sizes, 'warm-up': warmUp } = given.values;
  return {
    parts: new Set(given.positionals.length > 0 ? given.positionals : parts),
    options: {
      rounds: whole('--rounds', rounds, 1),
      warmUp: whole('--warm-up', warmUp, 0),
      sizes: sizes.split(',').map((each) => whole('--sizes', each, 100)),
    },
  };
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) throw new Error(`${name} is a whole number from ${least}`);
  return number;
}
