import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import type { Place } from './place.js';

/** Tests of a completion that count in time: those in force that were not given up. */
export const testsOf = (reads: CommandReads, { network }: Place, completion: string): Promise<Row[]> => {
  const column = (name: string) => reads.column('WellTest', name);
  return reads.find('WellTest', {
    equal: { id_flownet: network, completion_id: completion },
    and: [
      { column: column('active_ind'), is: 'eq', value: 'Y' },
      { column: column('test_status'), is: 'ne', value: 'ABANDONED' },
    ],
    newest: 'test_start',
    columns: ['row_id', 'test_start', 'test_end', 'test_type'],
  });
};
