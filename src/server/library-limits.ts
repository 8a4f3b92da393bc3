import { LimitExceeded } from '../errors.js';

/** How libraries word limits that they hold for us, and our own words for it. */
const LIMITS: readonly (readonly [RegExp, (limit: number) => LimitExceeded])[] = [
  [
    /Document contains more that (\d+) tokens/,
    (limit) =>
      new LimitExceeded(
        `The document has ${limit + 1} or more tokens; at most ${limit} are allowed. Send values as variables, and ask in several requests.`,
        { limit, measured: limit + 1, what: 'tokens' },
      ),
  ],
  [
    /recursively requests too many selections/,
    () =>
      new LimitExceeded('The fragments of the document open to too many selections. Spread each fragment once.', {
        what: 'selections',
      }),
  ],
];

/** The refusal that an error of a library means; undefined where it is none of a limit. */
export function limitMeant(message: string): LimitExceeded | undefined {
  for (const [words, meant] of LIMITS) {
    const found = words.exec(message);
    if (found) return meant(Number(found[1]));
  }
  return undefined;
}
