import type { Connection } from './connections.js';

/** Tells of a cycle's path whether one of its steps is by recirculation alone. */
export function recirculates(connections: readonly Connection[]): (path: readonly string[]) => boolean {
  const byFlow = new Set(connections.filter(({ recirculation }) => !recirculation).map(stepOf));
  const back = new Set(connections.filter(({ recirculation }) => recirculation).map(stepOf));
  return (path) =>
    path.some((from, index) => {
      const step = stepOf({ from, to: path[(index + 1) % path.length] ?? from });
      return back.has(step) && !byFlow.has(step);
    });
}

const stepOf = ({ from, to }: Pick<Connection, 'from' | 'to'>) => JSON.stringify([from, to]);
