import { inForce } from '../overlay/sides.js';
import type { Condition, Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';

/** Events of the same completion and product that are submitted or approved and share time with this one. */
export async function overlapping(event: Row, reads: CommandReads): Promise<Row[]> {
  const column = (name: string) => reads.column('DowntimeEvent', name);
  const until: Condition[] =
    event.ended_at === null ? [] : [{ column: column('started_at'), is: 'lt', value: String(event.ended_at) }];
  const others = await reads.find('DowntimeEvent', {
    equal: { id_flownet: String(event.id_flownet), completion_id: String(event.completion_id) },
    and: [
      ...inForce(column),
      { column: column('approval_status'), in: ['SUBMITTED', 'APPROVED'] },
      { not: { column: column('row_id'), is: 'eq', value: String(event.row_id) } },
      {
        any: [
          { column: column('ended_at'), isNull: true },
          { column: column('ended_at'), is: 'gt', value: String(event.started_at) },
        ],
      },
      ...until,
    ],
  });
  return others.filter(({ product }) => product === null || event.product === null || product === event.product);
}
