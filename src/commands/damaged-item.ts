import type { UserError } from './outcome.js';

/** Who an item is, what is wrong with it, and what the whole request is refused with where nobody can be told that. */
export interface Damage {
  readonly command: string;
  readonly clientRequestId: string;
  readonly userErrors: readonly UserError[];
  readonly refusal: Error;
}

/**
 * What stands in a list of variables where an item of a batch was that cannot be looked into: it held what no text has, or a
 * list or depth beyond every limit. To who looks at it as a value it is an empty object.
 */
export class DamagedItem {
  readonly #damage: Damage;

  constructor(damage: Damage) {
    this.#damage = damage;
  }

  get damage(): Damage {
    return this.#damage;
  }
}
