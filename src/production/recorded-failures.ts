import { viewNamed } from '../binding/named.js';
import { inForce } from '../overlay/sides.js';
import { inOrder } from '../loaders/in-order.js';
import type { Reads } from '../loaders/reads.js';
import type { Key } from '../sources/row-source.js';
import type { Failure, Window } from './reliability.js';
import { columnIn } from './route-rows.js';

const TYPE = 'DowntimeEvent';

/**
 * Downtimes of whole completions that are marked as failures and touch the window, of many completions in their order: one
 * statement. A completion of which one product or a part is down does not stand still.
 */
export async function failuresOf(completions: readonly Key[], window: Window, reads: Reads): Promise<Failure[][]> {
  const view = viewNamed(reads.asked.bindings, TYPE);
  const column = (name: string) => columnIn(reads, TYPE, name);
  const by = ['completion_id', 'id_flownet'].map(column);
  const rows = await reads.select(view, {
    ...reads.from(view, 'Completion.reliability'),
    columns: [
      ...new Map([...view.key, ...by, column('started_at'), column('ended_at')].map((c) => [c.name, c])).values(),
    ],
    keys: { columns: by, tuples: completions },
    where: {
      all: [
        { column: column('is_failure'), is: 'eq', value: true },
        { column: column('product'), isNull: true },
        { column: column('percent_down'), is: 'gte', value: 100 },
        { not: { column: column('approval_status'), in: ['REJECTED', 'VOID'] } },
        { column: column('started_at'), is: 'lt', value: window.until.toISOString() },
        {
          any: [
            { column: column('ended_at'), isNull: true },
            { column: column('ended_at'), is: 'gt', value: window.from.toISOString() },
          ],
        },
        ...inForce(column),
      ],
    },
    order: view.key.map((each) => ({ column: each, descending: false })),
  });
  return inOrder(completions, by, rows).map((own) =>
    own.map(({ started_at: from, ended_at: to }) => ({
      from: new Date(String(from)),
      to: to === null ? null : new Date(String(to)),
    })),
  );
}
