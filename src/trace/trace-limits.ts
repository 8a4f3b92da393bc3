import { BadUserInput } from '../errors.js';

interface Bounds {
  readonly byDefault: number;
  readonly most: number;
}

/** From a well to the last sales point is some ten steps: a hundred is a mistake in the data, or a way round and round. */
export const MAX_DEPTH: Bounds = { byDefault: 25, most: 100 };

/** Two nodes for each of the ten thousand units of a large operator; their answer is some ten megabytes. */
export const MAX_NODES: Bounds = { byDefault: 5000, most: 20_000 };

/** More cycles than a person can look through; where there are more, the count still tells. */
export const MAX_CYCLES = 100;

/** @throws BadUserInput naming the argument where its value is out of bounds */
export function parseBounded(argument: string, value: number | null | undefined, { byDefault, most }: Bounds): number {
  const asked = value ?? byDefault;
  if (asked < 1 || asked > most) throw new BadUserInput(argument, `is ${asked}; it has to be from 1 to ${most}`);
  return asked;
}

/** Most volumes of a network's day that are read before it is known which nodes they are wanted of. */
export const MAX_EARLY_VOLUMES = 10_000;
