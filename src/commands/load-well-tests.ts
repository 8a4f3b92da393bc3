import { inForce } from '../overlay/sides.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import type { Place } from './place.js';

/** Tests of a completion that count in time: those in force that were neither given up nor found to be wrong. */
export const testsOf = (reads: CommandReads, { network }: Place, completion: string): Promise<Row[]> => {
  const column = (name: string) => reads.column('WellTest', name);
  return reads.find('WellTest', {
    equal: { id_flownet: network, completion_id: completion },
    and: [
      ...inForce(column),
      { column: column('is_valid'), is: 'eq', value: true },
      { column: column('test_status'), is: 'ne', value: 'ABANDONED' },
    ],
    newest: 'test_start',
    columns: ['row_id', 'test_start', 'test_end', 'test_type'],
  });
};
