import type { Key } from '../sources/row-source.js';
import type { ScopedViewer } from '../sources/scoped-viewer.js';
import { once } from './once.js';

type Root = keyof ScopedViewer['keys'];

const setsOf = once(({ keys }: ScopedViewer) => {
  const sets = Object.entries(keys).map(([root, of]) => [root, new Set(of.map((key) => JSON.stringify(key)))]);
  return Object.fromEntries(sets) as Readonly<Record<Root, ReadonlySet<string>>>;
});

/** Whether a viewer's scope has this unit, facility, route or network, by its id and its network. */
export const hasKey = (viewer: ScopedViewer, root: Root, key: Key): boolean =>
  setsOf(viewer)[root].has(JSON.stringify(key));
