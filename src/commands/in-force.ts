import type { Row } from '../sources/row-source.js';

/** Whether a record counts: it was neither put out of force nor found to be wrong. */
export const isInForce = ({ active_ind, row_quality }: Row): boolean =>
  active_ind === 'Y' && row_quality !== 'REJECTED';
