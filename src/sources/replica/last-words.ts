import { SourceSchema } from '../../errors.js';

type Ask = (views: readonly string[]) => Promise<readonly (string | null)[]>;

export interface Words {
  /** The store's own word for each view's last change, without reading rows. */
  readonly told: Ask;
  /** A word made of the newest row and the number of rows. */
  readonly newest: Ask;
}

/** By view, a word that is another one when its rows have changed; null where nothing tells. */
export async function lastWords(
  views: readonly string[],
  { told, newest }: Words,
): Promise<Map<string, string | null>> {
  const words = await eachOf(told, views);
  const silent = views.filter((view) => (words.get(view) ?? null) === null);
  return new Map([...words, ...(await eachOf(newest, silent))]);
}

/** Asks for all at once; where the store lacks one of them, for each. */
async function eachOf(ask: Ask, views: readonly string[]): Promise<Map<string, string | null>> {
  if (views.length === 0) return new Map();
  const words = await ask(views).catch((error: unknown) => {
    if (!(error instanceof SourceSchema)) throw error;
  });
  if (words) return new Map(views.map((view, at) => [view, words[at] ?? null]));
  if (views.length === 1) return new Map([[views[0] ?? '', null]]);
  const found = await Promise.all(views.map((view) => eachOf(ask, [view])));
  return new Map(found.flatMap((each) => [...each]));
}
