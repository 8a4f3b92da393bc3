import type { Dialect } from '../sql/dialect.js';
import { labelled } from '../sql/writer.js';
import type { Asked } from './statement.js';

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** When each view last changed, in the server's own count. It is asked of its metadata, so no warehouse runs for it. */
export function askedLastChanges(views: readonly string[], { view, identifier }: Dialect): Asked<(string | null)[]> {
  const list = views.map((name, at) => {
    const full = (view ?? identifier)(name);
    return `system$last_change_commit_time(${literal(full)}) as ${identifier(`change_${at}`)}`;
  });
  const gather = () => {
    let found: (string | null)[] = [];
    const take = (cells: readonly unknown[]) => {
      found = cells.map((cell) => (cell === null || cell === undefined ? null : String(cell)));
      return false;
    };
    return { take, found: () => found };
  };
  return {
    statement: labelled('changes', `select ${list.join(', ')}`, []),
    label: 'changes',
    requestId: undefined,
    gather,
  };
}
